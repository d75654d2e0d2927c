// A session of kam-ls with the client library of VS Code. It calls every method
// that the server offers, and writes what it says as a TypeScript program whose
// types are the library's: that compiles if a strict client takes all of it.
//
//   node session.mjs KAM-LS FOLDER OUTPUT.ts
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const lsp = require("vscode-languageserver-protocol/node");

const [, , program, folder, output] = process.argv;
const said = []; // lines of the program
const check = (type, value) => said.push(`{ const said: ${type} = ${JSON.stringify(value)}; void said; }`);
const problems = [];
const expect = (ok, what) => ok || problems.push(what);

const server = spawn(program, ["serve"], { stdio: ["pipe", "pipe", "inherit"] });
const connection = lsp.createProtocolConnection(
  new lsp.StreamMessageReader(server.stdout),
  new lsp.StreamMessageWriter(server.stdin),
);
connection.onError(([error]) => problems.push(`the connection: ${error.message}`));
connection.onUnhandledNotification((m) => problems.push(`a notification that nobody knows: ${m.method}`));

const published = [];
connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
  check("lsp.PublishDiagnosticsParams", params);
  published.push(params);
});
connection.onNotification(lsp.LogTraceNotification.type, (params) => check("lsp.LogTraceParams", params));
connection.onNotification(lsp.LogMessageNotification.type, (params) => check("lsp.LogMessageParams", params));
connection.onNotification(lsp.ShowMessageNotification.type, (params) => check("lsp.ShowMessageParams", params));
const registered = [];
connection.onRequest(lsp.RegistrationRequest.type, (params) => {
  check("lsp.RegistrationParams", params);
  for (const r of params.registrations) {
    registered.push(r.method);
    if (r.method === "workspace/didChangeWatchedFiles") check("lsp.DidChangeWatchedFilesRegistrationOptions", r.registerOptions);
  }
});
connection.onRequest(lsp.ConfigurationRequest.type, (params) => {
  check("lsp.ConfigurationParams", params);
  return params.items.map(() => ({ rules: { "image-tag": "error" } }));
});
connection.onRequest(lsp.ApplyWorkspaceEditRequest.type, (params) => {
  check("lsp.ApplyWorkspaceEditParams", params);
  return { applied: true };
});
connection.onRequest(lsp.ShowDocumentRequest.type, (params) => {
  check("lsp.ShowDocumentParams", params);
  return { success: true };
});
for (const type of [lsp.InlayHintRefreshRequest.type, lsp.CodeLensRefreshRequest.type, lsp.SemanticTokensRefreshRequest.type, lsp.DiagnosticRefreshRequest.type]) {
  connection.onRequest(type, () => null);
}
connection.listen();

// What VS Code announces, as far as it has to do with a language.
const names = (n) => Array.from({ length: n }, (_, i) => i + 1);
const capabilities = (pulls) => ({
  general: { positionEncodings: ["utf-16"], markdown: { parser: "marked", version: "1.1.0" } },
  window: { showDocument: { support: true }, workDoneProgress: true, showMessage: {} },
  workspace: {
    applyEdit: true, configuration: true, workspaceFolders: true, symbol: {}, executeCommand: {},
    didChangeConfiguration: { dynamicRegistration: true }, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"], failureHandling: "textOnlyTransactional" },
    diagnostics: { refreshSupport: true }, inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true }, semanticTokens: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true, dataSupport: true, tagSupport: { valueSet: [1, 2] } },
    ...(pulls ? { diagnostic: { dynamicRegistration: true, relatedDocumentSupport: false } } : {}),
    synchronization: { didSave: true, willSave: true, willSaveWaitUntil: true },
    completion: {
      contextSupport: true, insertTextMode: 2,
      completionItem: {
        snippetSupport: true, commitCharactersSupport: true, documentationFormat: ["markdown", "plaintext"], deprecatedSupport: true, preselectSupport: true,
        tagSupport: { valueSet: [1] }, insertReplaceSupport: true, insertTextModeSupport: { valueSet: [1, 2] }, labelDetailsSupport: true,
        resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
      },
      completionItemKind: { valueSet: names(25) },
      completionList: { itemDefaults: ["commitCharacters", "editRange", "insertTextFormat", "insertTextMode", "data"] },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"], parameterInformation: { labelOffsetSupport: true }, activeParameterSupport: true }, contextSupport: true },
    definition: { linkSupport: true }, references: {}, documentHighlight: {},
    documentSymbol: { symbolKind: { valueSet: names(26) }, hierarchicalDocumentSymbolSupport: true, tagSupport: { valueSet: [1] }, labelSupport: true },
    codeAction: {
      isPreferredSupport: true, disabledSupport: true, dataSupport: true, honorsChangeAnnotations: false, resolveSupport: { properties: ["edit"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeImports"] } },
    },
    codeLens: {}, formatting: {}, rangeFormatting: {}, onTypeFormatting: {},
    rename: { prepareSupport: true, prepareSupportDefaultBehavior: 1, honorsChangeAnnotations: true },
    documentLink: { tooltipSupport: true },
    foldingRange: { rangeLimit: 5000, lineFoldingOnly: true, foldingRangeKind: { valueSet: ["comment", "imports", "region"] }, foldingRange: { collapsedText: false } },
    selectionRange: {}, linkedEditingRange: {}, inlayHint: { resolveSupport: { properties: ["tooltip", "textEdits"] } },
    semanticTokens: {
      tokenTypes: Object.values(lsp.SemanticTokenTypes), tokenModifiers: Object.values(lsp.SemanticTokenModifiers), formats: ["relative"],
      requests: { range: true, full: { delta: true } }, multilineTokenSupport: false, overlappingTokenSupport: false, serverCancelSupport: true, augmentsSyntaxTokens: true,
    },
  },
});

const text = readFileSync(join(folder, "a.kam.yaml"), "utf8");
const uri = pathToFileURL(join(folder, "a.kam.yaml")).toString();
const textDocument = { uri };
const lines = text.split("\n");
const at = (word, offset = 0) => {
  const line = lines.findIndex((l) => l.includes(word));
  if (line < 0) throw new Error(`no ${word} in the spec`);
  return { line, character: lines[line].indexOf(word) + offset };
};
const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };
const everywhere = lines.flatMap((l, line) => [0, Math.floor(l.length / 2), l.length].map((character) => ({ line, character })));

const answered = new Set();
const ask = async (type, name, params, check_ = true) => {
  const result = await connection.sendRequest(type, params);
  if (check_) check(`ResultOf<typeof lsp.${name}.type>`, result);
  answered.add(type.method);
  return result;
};

const pulls = process.env.KAM_PULLS === "1";
const initialized = await connection.sendRequest(lsp.InitializeRequest.type, {
  processId: process.pid, rootUri: pathToFileURL(folder).toString(), capabilities: capabilities(pulls), trace: "verbose",
  clientInfo: { name: "strictclient" }, workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: "w" }],
});
check("lsp.InitializeResult", initialized);
const offers = initialized.capabilities;
await connection.sendNotification(lsp.InitializedNotification.type, {});
await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId: "yaml", version: 1, text } });

// One call, or several, for each capability. One that is offered and not known
// here is a gap in the test.
const calls = {
  textDocumentSync: async () => {},
  positionEncoding: async () => {},
  workspace: async () => {},
  hoverProvider: async () => { for (const position of everywhere) await ask(lsp.HoverRequest.type, "HoverRequest", { textDocument, position }); },
  completionProvider: async () => {
    for (const position of everywhere) {
      const list = await ask(lsp.CompletionRequest.type, "CompletionRequest", { textDocument, position, context: { triggerKind: 1 } });
      const items = list ? list.items : [];
      if (offers.completionProvider.resolveProvider && items.length > 0) {
        const resolved = await ask(lsp.CompletionResolveRequest.type, "CompletionResolveRequest", items[0]);
        expect(items[0].data === undefined || resolved.documentation !== undefined, `no documentation of ${items[0].label}`);
      }
    }
  },
  signatureHelpProvider: async () => { await ask(lsp.SignatureHelpRequest.type, "SignatureHelpRequest", { textDocument, position: at("0 3 * * *", 2) }); },
  definitionProvider: async () => {
    const found = await ask(lsp.DefinitionRequest.type, "DefinitionRequest", { textDocument, position: at("secret://db", 10) });
    expect(found && found.length === 1, "no definition of a secret");
  },
  referencesProvider: async () => { await ask(lsp.ReferencesRequest.type, "ReferencesRequest", { textDocument, position: at("secret://db", 10), context: { includeDeclaration: true } }); },
  documentHighlightProvider: async () => { for (const position of everywhere) await ask(lsp.DocumentHighlightRequest.type, "DocumentHighlightRequest", { textDocument, position }); },
  linkedEditingRangeProvider: async () => { for (const position of everywhere) await ask(lsp.LinkedEditingRangeRequest.type, "LinkedEditingRangeRequest", { textDocument, position }); },
  renameProvider: async () => {
    const position = at("secret://db", 10);
    await ask(lsp.PrepareRenameRequest.type, "PrepareRenameRequest", { textDocument, position });
    const edit = await ask(lsp.RenameRequest.type, "RenameRequest", { textDocument, position, newName: "store" });
    expect(edit.documentChanges?.[0].edits.length >= 2, "a rename of one place");
    const failed = await connection.sendRequest(lsp.RenameRequest.type, { textDocument, position, newName: "Not A Name" }).catch((error) => error);
    expect(failed instanceof lsp.ResponseError && failed.code === lsp.LSPErrorCodes.RequestFailed, "a bad name is taken");
  },
  documentSymbolProvider: async () => { await ask(lsp.DocumentSymbolRequest.type, "DocumentSymbolRequest", { textDocument }); },
  workspaceSymbolProvider: async () => {
    const found = await ask(lsp.WorkspaceSymbolRequest.type, "WorkspaceSymbolRequest", { query: "web" });
    expect(found.length > 0, "no symbols of the workspace");
  },
  foldingRangeProvider: async () => { await ask(lsp.FoldingRangeRequest.type, "FoldingRangeRequest", { textDocument }); },
  selectionRangeProvider: async () => { await ask(lsp.SelectionRangeRequest.type, "SelectionRangeRequest", { textDocument, positions: everywhere }); },
  documentLinkProvider: async () => { await ask(lsp.DocumentLinkRequest.type, "DocumentLinkRequest", { textDocument }); },
  semanticTokensProvider: async () => {
    const full = await ask(lsp.SemanticTokensRequest.type, "SemanticTokensRequest", { textDocument });
    await ask(lsp.SemanticTokensRangeRequest.type, "SemanticTokensRangeRequest", { textDocument, range: { start: whole.start, end: { line: 3, character: 0 } } });
    await ask(lsp.SemanticTokensDeltaRequest.type, "SemanticTokensDeltaRequest", { textDocument, previousResultId: full.resultId });
  },
  documentFormattingProvider: async () => {
    const edits = await ask(lsp.DocumentFormattingRequest.type, "DocumentFormattingRequest", { textDocument, options });
    expect(edits.length > 0, "nothing is laid out");
  },
  documentRangeFormattingProvider: async () => { await ask(lsp.DocumentRangeFormattingRequest.type, "DocumentRangeFormattingRequest", { textDocument, range: whole, options }); },
  documentOnTypeFormattingProvider: async () => { await ask(lsp.DocumentOnTypeFormattingRequest.type, "DocumentOnTypeFormattingRequest", { textDocument, position: { line: 1, character: 0 }, ch: "\n", options }); },
  codeActionProvider: async () => {
    for (const position of everywhere) {
      const actions = await ask(lsp.CodeActionRequest.type, "CodeActionRequest", { textDocument, range: { start: position, end: position }, context: { diagnostics: [], triggerKind: 1 } });
      for (const action of actions.filter((a) => a.data !== undefined).slice(0, 12)) {
        const resolved = await ask(lsp.CodeActionResolveRequest.type, "CodeActionResolveRequest", action);
        expect(resolved.edit !== undefined, `no edit for '${action.title}'`);
      }
    }
    await ask(lsp.CodeActionRequest.type, "CodeActionRequest", { textDocument, range: whole, context: { diagnostics: [], only: ["source.fixAll"] } });
  },
  codeLensProvider: async () => { await ask(lsp.CodeLensRequest.type, "CodeLensRequest", { textDocument }); },
  inlayHintProvider: async () => { await ask(lsp.InlayHintRequest.type, "InlayHintRequest", { textDocument, range: whole }); },
  diagnosticProvider: async () => {
    const report = await ask(lsp.DocumentDiagnosticRequest.type, "DocumentDiagnosticRequest", { textDocument });
    await ask(lsp.DocumentDiagnosticRequest.type, "DocumentDiagnosticRequest", { textDocument, previousResultId: report.resultId });
    await ask(lsp.WorkspaceDiagnosticRequest.type, "WorkspaceDiagnosticRequest", { previousResultIds: [] });
  },
  executeCommandProvider: async () => {
    for (const command of offers.executeCommandProvider.commands) {
      await connection.sendRequest(lsp.ExecuteCommandRequest.type, { command, arguments: [uri] }).catch((error) => {
        expect(error.code === lsp.LSPErrorCodes.RequestFailed, `${command}: ${error.message}`);
      });
    }
  },
};

const timeout = setTimeout(() => { console.error("the session does not end"); process.exit(1); }, 60_000);
for (const [capability, value] of Object.entries(offers)) {
  if (!value) continue;
  if (!calls[capability]) { problems.push(`'${capability}' is offered, and not tried here`); continue; }
  await calls[capability]();
}
for (const [capability, call] of Object.entries(calls)) {
  if (!(capability in offers) && call.toString().includes("ask(") && !(capability === "diagnosticProvider" && !pulls)) problems.push(`'${capability}' is not offered to a client that has all`);
}

// A mistake, and what is said about it.
await connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
  textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "typo: 😀\n" }],
});
await ask(lsp.HoverRequest.type, "HoverRequest", { textDocument, position: { line: 1, character: 2 } });
for (let i = 0; !pulls && i < 500 && !published.some((p) => p.version === 2); i++) await new Promise((done) => setTimeout(done, 10));
expect(pulls === (published.length === 0), `diagnostics were sent ${published.length} times`);
expect(registered.includes("workspace/didChangeWatchedFiles"), "no files are watched");
await connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, { textDocument });
await connection.sendRequest(lsp.ShutdownRequest.type);
await connection.sendNotification(lsp.ExitNotification.type);
const code = await new Promise((done) => server.on("exit", done));
expect(code === 0, `the server ends with ${code}`);
clearTimeout(timeout);

writeFileSync(output, `import * as lsp from "vscode-languageserver-protocol/node";
type ResultOf<T> = T extends lsp.ProtocolRequestType<any, infer R, any, any, any> ? R : T extends lsp.RequestType<any, infer R, any> ? R : never;
${[...new Set(said)].join("\n")}
`);
console.log(`${answered.size} methods, ${new Set(said).size} different messages`);
for (const p of problems) console.error(p);
process.exit(problems.length > 0 ? 1 : 0);
