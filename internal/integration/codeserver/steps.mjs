// The steps of the session, in order. The first installs the extension.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Workbench } from "./workbench.mjs";

const broken = `schedule: "0 3 * * 7"
secrets:
  db:
    type: basic
    data: {username: "", password: ""}
containers:
  export:
    image: "registry.example.com/etl/export:2.4"
    comand: ["export", "--all"]
    env:
      DB_PASSWORD: secret://db/pasword
      RETRIES: 3
    livenessProbe:
      probeHandler:
        path: /healthz
`;

const sound = `schedule: "*/15 9-17 * * 1-5"
containers:
  sync:
    image: "registry.example.com/etl/sync:1.9"
    command: ["sync", "--all"]
    env:
      GREETING: "\u{1F600} hello"
    resources:
      cpu: "250m"
      memory: "256Mi"
  report:
    image: "registry.example.com/etl/report:3.0"
    workingDir: /srv
`;

const ordinary = `schedule: "0 3 * * 7"
containers: {a: {comand: [x]}}
`;

export const steps = {
  async "no extension, no findings; then it is installed into the running window"({ context, base, folder }) {
    const dir = folder({ "nightly.kam.yaml": broken });
    const w = await Workbench.open(context, base, dir);
    await w.file("nightly.kam.yaml");
    await w.mode("YAML");
    assert.equal(await w.page.locator(".squiggly-error").count(), 0);
    const start = Date.now();
    install(process.env.KAM_VSIX);
    const done = Date.now();
    await w.editor("nightly.kam.yaml").locator(".squiggly-error").first().waitFor();
    console.log(`     installed in ${done - start} ms, the first finding ${Date.now() - done} ms later`);
  },

  async "findings, hover with the rule's page, a fix"({ context, base, folder, picture }) {
    const w = await Workbench.open(context, base, folder({ "nightly.kam.yaml": broken, "other.kam.yaml": broken }));
    const start = Date.now();
    await w.file("nightly.kam.yaml", 9, 6);
    const editor = w.editor("nightly.kam.yaml");
    await w.until("five findings", () => editor.locator(".squiggly-error").count(), (n) => n >= 5);
    console.log(`     opened, with findings, in ${Date.now() - start} ms`);
    await w.status().getByText("KAM 5").waitFor();
    assert.match(await w.status().getAttribute("aria-label"), /kam-ls .*, 5 problems, 5 of them errors/);

    const next = Date.now();
    await w.file("other.kam.yaml");
    await w.editor("other.kam.yaml").locator(".squiggly-error").first().waitFor();
    console.log(`     another one in ${Date.now() - next} ms`);
    await w.file("nightly.kam.yaml", 9, 6);

    await w.command("Show or Focus Hover");
    const hover = w.page.locator(".monaco-hover:visible");
    await hover.getByText("unknown attribute 'comand' in Container: did you mean 'command'?").waitFor();
    const link = hover.getByRole("link", { name: "unknown-attribute" });
    assert.match(await link.getAttribute("data-href") ?? await link.getAttribute("href"), /docs\/rules\/unknown-attribute\.md/);
    await picture(w, "finding");
    await w.press("Escape", "Escape");

    await w.press("Control+.");
    const menu = w.page.locator(".action-widget:visible");
    await menu.getByText("Rename 'comand' to 'command'").waitFor();
    await menu.getByText("Ignore unknown-attribute in this line").waitFor();
    await picture(w, "fix");
    await menu.getByText("Rename 'comand' to 'command'").click();
    await w.saved("nightly.kam.yaml", (text) => text.includes('    command: ["export"'));
    await w.status().getByText("KAM 4").waitFor();

    await w.command("KAM: Apply All Safe Fixes");
    const fixed = await w.saved("nightly.kam.yaml", (text) => text.includes('RETRIES: "3"'));
    assert.ok(fixed.includes('schedule: "0 3 * * 0"'), fixed);
  },

  async "completion in a half-typed file"({ context, base, folder, picture }) {
    const w = await Workbench.open(context, base, folder({ "a.kam.yaml": sound }));
    await w.file("a.kam.yaml", 13, 21);
    await w.running();
    await w.press("End", "Enter");
    await w.type("liven");
    const list = w.page.locator(".suggest-widget.visible");
    await list.getByText("livenessProbe", { exact: true }).first().waitFor();
    await picture(w, "completion");
    await w.press("Enter");
    await w.saved("a.kam.yaml", (text) => /^ {4}livenessProbe:/m.test(text));
    // Enter behind a key is one step deeper, as soon as VS Code has read how the
    // language is indented.
    await w.until("the indentation", async () => {
      await w.press("Escape", "Control+a");
      await w.page.keyboard.insertText("schedule: x\ncontainers:\n  a:\n    lifecycle:");
      await w.press("Escape", "Enter");
      await w.type("x");
      return w.shown("a.kam.yaml");
    }, (text) => text.endsWith("    lifecycle:\n      x"));
    await w.press("Control+s");
    // A snippet of the extension, in a spec that has no name yet.
    await w.command("KAM: New Job");
    await w.until("a new job", () => w.shown("Untitled"), (text) => /^containers:\n {2}main:\n {4}image: /m.test(text));
    await w.type("@dai");
    await list.getByText("@daily", { exact: true }).first().waitFor();
    await w.press("Enter");
    await w.until("the schedule", () => w.shown("Untitled"), (text) => /^schedule: "@daily"/m.test(text));
  },

  async "what a schedule says, and when it runs"({ context, base, folder, picture }) {
    const w = await Workbench.open(context, base, folder({
      "sync.kam.yaml": sound, "two.kam.yaml": ["a", "b"].map((name) => `${name}:\n  schedule: "@daily"\n  containers: {c: {image: "a:1"}}\n`).join(""),
    }));
    await w.file("sync.kam.yaml");
    const editor = w.editor("sync.kam.yaml");
    await editor.locator(".view-line", { hasText: "every 15 minutes from 09:00 to 17:45, Monday to Friday" }).waitFor(); // the inlay hint
    const lens = editor.locator(".codelens-decoration a");
    await lens.first().waitFor();
    assert.match(await lens.first().innerText(), /next (Mon|Tue|Wed|Thu|Fri) \d{4}-\d\d-\d\d .*, in /);
    await lens.first().click();
    const page = w.webview();
    await page.getByText("Next runs, UTC").waitFor();
    await page.getByText("Runs by hour").waitFor();
    assert.equal(await page.locator(".week .on").count(), 45);
    assert.equal(await page.locator(".week .on").first().innerText(), "4");
    assert.match(await page.locator(".runs tr").first().innerText(), /^(Mon|Tue|Wed|Thu|Fri) \d{4}-\d\d-\d\d \d\d:\d\d UTC\s+in /);
    await picture(w, "schedule");
    // It follows an edit.
    await w.file("sync.kam.yaml", 1, 12);
    await w.press("Delete", "Delete", "Delete", "Delete");
    await w.type("0");
    await page.getByText("hourly from 09:00 to 17:00, Monday to Friday").or(page.getByText("every hour from 09:00 to 17:00, Monday to Friday")).waitFor();
    // A click on the name leads to the schedule.
    await w.go(5, 1);
    await w.until("the cursor at the schedule", async () => {
      await page.locator("h2 a").click(); // on a busy machine the page can be drawn again under a click
      return w.page.locator(".statusbar").getByText("Ln 1, Col 11").isVisible();
    });
    // The one that was chosen of several is on top, and stays there.
    await w.file("two.kam.yaml");
    await w.until("two schedules", () => page.locator("h2 a").allInnerTexts(), (names) => names.join() === "a,b");
    await w.editor("two.kam.yaml").locator(".codelens-decoration a").nth(1).click();
    await w.until("the other first", () => page.locator("h2 a").allInnerTexts(), (names) => names.join() === "b,a");
    await w.file("two.kam.yaml", 2, 15);
    await w.press("Delete", "Delete", "Delete", "Delete", "Delete");
    await w.type("hourly");
    await w.until("the edit", () => page.locator("h2 code").allInnerTexts(), (all) => all.join() === "@daily,@hourly");
    assert.deepEqual(await page.locator("h2 a").allInnerTexts(), ["b", "a"]);
  },

  async "the manifest beside the spec, each follows the other"({ context, base, folder, picture }) {
    const w = await Workbench.open(context, base, folder({ "sync.kam.yaml": sound }));
    await w.file("sync.kam.yaml", 4, 14);
    await w.running();
    await w.command("Source Action...");
    await w.page.locator(".action-widget:visible").getByText("Render to Kubernetes manifest").click();
    const manifest = "sync.manifest.yaml";
    await w.editor(manifest).locator(".view-line", { hasText: "kind: CronJob" }).waitFor();
    await w.until("the mark at the image", async () => (await marks(w, manifest)).join("\n"), (text) => /image: \S+\/sync:1\.9/.test(text));
    await picture(w, "manifest");
    // An edit is rendered.
    await w.file("sync.kam.yaml", 4, 40);
    await w.press("End", "ArrowLeft");
    await w.type("5");
    await w.until("the new image", () => w.shown(manifest), (text) => text.includes("etl/sync:1.95"));
    // The cursor there leads here.
    await w.go(10, 8);
    await w.until("the mark at memory", async () => (await marks(w, manifest)).join("\n"), (text) => /memory: 256Mi/.test(text));
    await w.editor(manifest).locator(".view-line", { hasText: "cpu: 250m" }).first().click();
    await w.until("the mark in the spec", async () => (await marks(w, "sync.kam.yaml")).join("\n"), (text) => /cpu: "250m"/.test(text));
    // A spec with an error keeps the manifest, and says why.
    await w.press("Control+1"); // back to the group of the spec
    await w.file("sync.kam.yaml", 14, 1);
    await w.type("oops: 1");
    await w.status().getByText("KAM 1").waitFor();
    await w.go(1, 3); // where the first lines of the manifest are to be seen
    await w.until("why it is stale", () => w.shown(manifest), (text) => /last manifest that could be rendered/.test(text) && /unknown attribute 'oops'/.test(text) && /kind: CronJob/.test(text));
    await w.go(14, 1);
    await w.command("Delete Line");
    await w.status().getByText("KAM 1").waitFor({ state: "hidden" });
    await w.go(1, 3);
    await w.until("that it is up to date, from its first line", () => w.shown(manifest), (text) => text.startsWith("apiVersion: batch/v1"));
    // One whose tab is closed is rendered all the same.
    await w.saved("sync.kam.yaml", (text) => text.includes("1.95"));
    await w.closeTab("sync.kam.yaml");
    writeFileSync(join(w.folder, "sync.kam.yaml"), sound.replace("*/15", "*/20"));
    await w.until("the new schedule", () => w.shown(manifest), (text) => text.includes('schedule: "*/20 9-17') && !text.includes("last manifest"));
  },

  async "JSON, a spec by its first line, a configuration; an ordinary file is left alone"({ context, base, folder }) {
    const dir = folder({
      "a.kam.json": '{\n  "schedule": "0 3 * * 7",\n  "containers": {"a": {"image": "a:1"}}\n}\n',
      "marked.yaml": `# kam-ls: spec\n${broken}`,
      "ordinary.yaml": ordinary,
      ".kam-ls.yaml": "rules:\n  cron-to-often: off\nfiles: [jobs]\n",
      "jobs/named.yaml": ordinary,
      "package.json": '{"a":1}\n',
    });
    const w = await Workbench.open(context, base, dir);
    // That a configuration names further specs is known when it is read.
    for (const [name, mode] of [["a.kam.json", "KAM Job (JSON)"], ["marked.yaml", "KAM Job"], [".kam-ls.yaml", "YAML"], ["named.yaml", "KAM Job"]]) {
      await w.file(name);
      await w.editor(name).locator(".squiggly-error, .squiggly-warning").first().waitFor();
      await w.mode(mode);
    }
    await w.file("ordinary.yaml");
    await w.mode("YAML");
    await w.status().waitFor({ state: "hidden" });
    // It keeps the only formatter that it has.
    await w.file("package.json");
    await w.until("the format", async () => {
      await w.command("Format Document"); // its formatter may not be there yet
      await w.press("Control+s");
      return readFileSync(join(dir, "package.json"), "utf8");
    }, (text) => /^\{\n\s+"a": 1\n\}/.test(text));
    // What was opened before is what it was when it is opened again.
    await w.file("marked.yaml");
    await w.closeTab("marked.yaml");
    await w.file("marked.yaml");
    await w.mode("KAM Job");
    await w.editor("marked.yaml").locator(".squiggly-error").first().waitFor();
    // And it is YAML for whoever wants it to be.
    await w.command("Change Language Mode");
    await w.choose(/^YAML\s*\(yaml\)/, "YAML");
    await w.mode("YAML");
    await w.until("no findings", () => w.editor("marked.yaml").locator("[class*=squiggly]").count(), (n) => n === 0);
    // What the server says of another file comes behind what it has to say of this.
    await w.file("named.yaml", 2, 30);
    await w.until("findings", () => w.editor("named.yaml").locator(".squiggly-error").count());
    await w.file("ordinary.yaml");
    assert.equal(await w.editor("ordinary.yaml").locator("[class*=squiggly]").count(), 0);
  },

  async "in a folder without specs nothing runs"({ context, base, folder }) {
    await settled(0); // those of the windows that are closed
    const w = await Workbench.open(context, base, folder({ "ordinary.yaml": ordinary, "marked.yaml": `# kam-ls: spec\n${broken}` }));
    await w.file("ordinary.yaml", 2, 26);
    await w.mode("YAML");
    await w.press("Control+Space");
    await w.page.locator(".suggest-widget.visible").waitFor();
    await w.press("Escape");
    await w.type(" ");
    await w.saved("ordinary.yaml", (text) => text !== ordinary);
    assert.equal(await w.page.locator("[class*=squiggly]").count(), 0);
    assert.equal(await w.status().count(), 0);
    assert.deepEqual(servers(), []);
    // Until there is a spec.
    await w.file("marked.yaml");
    await w.mode("KAM Job");
    await w.editor("marked.yaml").locator(".squiggly-error").first().waitFor();
    assert.equal(servers().length, 1);
  },

  async "a folder that is not trusted chooses no program; one that is has the task"({ context, base, folder }) {
    const dir = folder({
      "evil": "#!/bin/sh\ntouch \"$(dirname \"$0\")/owned\"\n",
      "open.kam.yaml": sound,
      "jobs/closed.kam.yaml": broken,
      "drafts/left-out.kam.yaml": broken,
      "batch/other.kam.yaml": broken,
      ".kam-ls.yaml": "exclude: [drafts]\n",
      ".vscode/tasks.json": JSON.stringify({ version: "2.0.0", tasks: [{
        label: "all jobs", type: "kam", task: "check", arguments: ["jobs", "drafts/left-out.kam.yaml"], presentation: { reveal: "never" },
      }] }),
    });
    chmodSync(join(dir, "evil"), 0o755);
    mkdirSync(join(dir, ".vscode"), { recursive: true });
    writeFileSync(join(dir, ".vscode", "settings.json"), JSON.stringify({ "kam.server.path": join(dir, "evil"), "kam.rules": { "cron-too-often": "error" } }));
    const w = await Workbench.open(context, base, dir);
    await w.file("open.kam.yaml");
    await w.running();
    await w.command("KAM: Restart the Server");
    await w.running();
    assert.ok(!existsSync(join(dir, "owned")));
    await w.command("Workspaces: Manage Workspace Trust");
    await w.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await w.page.locator(".workspace-trust-editor").getByText("You trust this folder", { exact: false }).first().waitFor();
    await w.file("open.kam.yaml");
    await w.running();
    assert.ok(!existsSync(join(dir, "owned")));
    // The server tells of files that are closed; the task does of some of them, and of
    // those that are left out. Nothing is told twice, and nothing is lost.
    await w.command("Problems: Focus on Problems View");
    const problems = w.page.locator(".markers-panel");
    await problems.getByText("closed.kam.yaml").first().waitFor();
    await w.command("Tasks: Run Task");
    await w.choose("all jobs");
    await problems.getByText("left-out.kam.yaml").first().waitFor();
    await w.page.locator('.statusbar-item[id="status.problems"][aria-label*="Errors: 15"]').waitFor();
    assert.ok(!existsSync(join(dir, "owned")));
  },

  async "a server that ends is started again; a path that leads nowhere is said to"({ context, base, folder }) {
    const settings = join(process.env.KAM_PROFILE, "Machine", "settings.json");
    const w = await Workbench.open(context, base, folder({ "a.kam.yaml": broken }));
    await w.file("a.kam.yaml");
    await w.status().getByText("KAM 5").waitFor();
    await settled(1);
    const [old] = servers();
    process.kill(Number(old), "SIGKILL");
    await w.until("another server", servers, ([pid]) => pid !== undefined && pid !== old);
    await w.file("a.kam.yaml", 12, 16);
    await w.press("Delete");
    await w.type('"3"');
    await w.status().getByText("KAM 4").waitFor();

    const message = (text) => w.page.locator(".notification-list-item-message").getByText(text, { exact: false }).waitFor();
    mkdirSync(join(process.env.KAM_PROFILE, "Machine"), { recursive: true });
    writeFileSync(settings, JSON.stringify({ "kam.server.path": "/nowhere/kam-ls" }));
    await message('kam.server.path is "/nowhere/kam-ls", where there is no file');
    await w.until("the state", () => w.status().getAttribute("aria-label"), (label) => /the server does not run/.test(label));
    writeFileSync(settings, JSON.stringify({ "kam.server.path": "kam-ls" }));
    await message('kam.server.path is "kam-ls": expected an absolute path');
    writeFileSync(settings, "{}");
    await w.running();
    await w.status().getByText("KAM 4").waitFor();
    const told = await w.page.locator(".notification-list-item-message").allInnerTexts();
    assert.ok(told.every((text) => text.includes("kam.server.path is")), told.join("\n"));
  },

  async "beside another YAML extension nothing is reported twice"({ context, base, folder }) {
    install(process.env.KAM_YAML_VSIX);
    const own = "unknown attribute 'comand' in Container: did you mean 'command'?";
    const theirs = "Property comand is not allowed.";
    // Specs are not YAML to others,
    let w = await Workbench.open(context, base, folder({ "nightly.kam.yaml": broken, "values.yaml": "a: [\n" }));
    await w.file("values.yaml");
    await w.editor("values.yaml").locator(".squiggly-error").first().waitFor(); // the other one runs
    await w.file("nightly.kam.yaml");
    await w.command("Problems: Focus on Problems View");
    let problems = w.page.locator(".markers-panel");
    await problems.getByText(own).waitFor();
    assert.equal(await problems.getByText(theirs).count(), 0);
    await w.close();
    // unless somebody wants them to be.
    w = await Workbench.open(context, base, folder({
      "nightly.kam.yaml": broken,
      ".kam-ls.yaml": "rulez: {}\n",
      ".vscode/settings.json": JSON.stringify({ "files.associations": { "*.kam.yaml": "yaml" } }),
    }));
    await w.file("nightly.kam.yaml");
    await w.mode("YAML");
    await w.status().getByText("KAM 2").waitFor();
    await w.command("Problems: Focus on Problems View");
    problems = w.page.locator(".markers-panel");
    await problems.getByText(theirs).waitFor();
    await problems.getByText("7 is not a day of week", { exact: false }).waitFor();
    await problems.getByText("the secret 'db' has no key 'pasword'", { exact: false }).waitFor();
    assert.equal(await problems.getByText(own).count(), 0);
    await w.file(".kam-ls.yaml");
    await problems.getByText("Property rulez is not allowed.").waitFor();
    assert.equal(await problems.getByText("unknown attribute 'rulez'", { exact: false }).count(), 0);
  },

  async "what is found in a file of no folder goes when it is closed"({ context, base, folder }) {
    const other = folder({ "outside.kam.yaml": broken });
    const w = await Workbench.open(context, base, folder({ "a.kam.yaml": sound }));
    await w.file("a.kam.yaml");
    await w.running();
    await w.command("File: Open File...");
    await w.choose("outside.kam.yaml", join(other, "/"));
    await w.tab("outside.kam.yaml").waitFor();
    const problems = (n) => w.page.locator(`.statusbar-item[id="status.problems"][aria-label*="${n}"]`).waitFor();
    await problems("Errors: 5");
    await w.closeTab("outside.kam.yaml");
    await problems("No Problems");
  },

  async "the walkthrough"({ context, base, folder }) {
    const w = await Workbench.open(context, base, folder({ "a.kam.yaml": sound }));
    await w.command("Welcome: Open Walkthrough...");
    await w.choose("Get started with KAM Job specs");
    const page = w.page.locator(".gettingStartedContainer");
    for (const title of ["Write a spec", "Mend mistakes", "See when it runs", "See what Kubernetes gets", "Check the whole folder"]) {
      await page.getByText(title, { exact: true }).first().waitFor();
    }
    // Its buttons say what they lack, and do what they say.
    await page.getByText("See what Kubernetes gets", { exact: true }).first().click();
    await page.getByRole("button", { name: "Show the manifest" }).click();
    await w.page.locator(".notification-list-item-message").getByText("this is about a spec, and none is to be seen", { exact: false }).waitFor();
    await w.page.locator(".notification-toast").getByRole("button", { name: "New Job" }).click();
    await w.until("a new job", () => w.shown("Untitled"), (text) => /^containers:/m.test(text));
  },
};

/** Installs a packaged extension, as a command line does. */
function install(vsix) {
  const [program, ...args] = process.env.KAM_INSTALL.split("\n");
  const { status, stdout, stderr } = spawnSync(program, [...args, vsix], { encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
}

/** The processes that run the extension's server. */
function servers() {
  return readdirSync("/proc").filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      return readlinkSync(join("/proc", pid, "exe")).startsWith(process.env.KAM_EXTENSIONS);
    } catch {
      return false; // it has ended, or is not ours
    }
  });
}

/** Waits until so many servers run. */
async function settled(count) {
  const end = Date.now() + 60_000;
  while (servers().length !== count) {
    if (Date.now() > end) {
      throw new Error(`${servers().length} servers run, expected ${count}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The lines of an editor that carry a mark of the extension. */
async function marks(w, name) {
  const at = await tops(w, name);
  const lines = await w.editor(name).locator(".view-lines .view-line").evaluateAll((all) => all.map((line) => [parseFloat(line.style.top), line.innerText]));
  return lines.filter(([top]) => at.includes(top)).map(([, text]) => text.replaceAll("\u00a0", " "));
}

/** Where those marks are, in pixels from the top. */
function tops(w, name) {
  return w.editor(name).locator(".view-overlays > div").evaluateAll((all) => all
    .filter((line) => [...line.children].some((part) => /\bced-/.test(part.className)))
    .map((line) => parseFloat(line.style.top)));
}
