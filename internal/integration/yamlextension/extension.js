// Runs yaml-language-server with the schemas that other extensions contribute, as
// the extension with this name does. SERVER is put in when this is bundled.
const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

exports.activate = async () => {
  const client = new LanguageClient("yaml", "YAML", { module: SERVER, transport: TransportKind.stdio, args: ["--stdio"] }, {
    documentSelector: [{ language: "yaml" }],
    synchronize: { configurationSection: "yaml" },
  });
  await client.start();
  const schemas = vscode.extensions.all.flatMap((e) => (e.packageJSON.contributes?.yamlValidation ?? []).map((v) => ({
    fileMatch: [v.fileMatch].flat(),
    uri: vscode.Uri.joinPath(e.extensionUri, v.url).toString(),
  })));
  await client.sendNotification("json/schemaAssociations", schemas);
};
