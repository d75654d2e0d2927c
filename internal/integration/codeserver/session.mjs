// What a person does with the extension, in VS Code's workbench. Each step says what
// was to be seen when it is not; a picture of what was there instead is kept.
//
//   KAM_BASE        the address of code-server
//   KAM_EXTENSIONS  the folder of its extensions
//   KAM_PROFILE     the folder of its settings
//   KAM_INSTALL     the command that installs the package that is its last argument,
//                   a word a line
//   KAM_VSIX        the extension; KAM_YAML_VSIX, one for YAML
//   KAM_PICTURES    where to put pictures for the pages, or nothing
//   KAM_FAILED      where to put the picture of a step that fails
//   KAM_STEP        a part of the name of the only step to take behind the first
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { steps } from "./steps.mjs";

const { KAM_BASE: base, KAM_PICTURES: pictures, KAM_FAILED: failed, KAM_STEP: only } = process.env;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1120, height: 640 }, deviceScaleFactor: pictures ? 1.5 : 1 });

const folders = []; // to be removed
const tools = {
  context,
  base,
  /** A folder with files, by their names. */
  folder(files) {
    const folder = mkdtempSync(join(tmpdir(), "kam-ls-"));
    folders.push(folder);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  },
  /** Keeps a picture of a window for the pages. */
  async picture(window, name) {
    if (pictures) {
      await window.page.screenshot({ path: join(pictures, `vscode-${name}.png`) });
    }
  },
};

let code = 0;
for (const [i, [name, step]] of Object.entries(steps).entries()) {
  if (i > 0 && only && !name.includes(only)) {
    continue;
  }
  const start = Date.now();
  try {
    await step(tools);
    console.log(`ok   ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    code = 1;
    console.log(`FAIL ${name}: ${error.stack ?? error}`);
    const page = context.pages().at(-1);
    if (page !== undefined) {
      await page.locator('.statusbar-item[id="status.notifications"]').click({ timeout: 5000 }).catch(() => undefined);
      console.log("     notifications:", await page.locator(".notification-list-item-message").allInnerTexts());
      await page.screenshot({ path: failed });
    }
    console.log(`     what was there: ${failed}`);
    break;
  }
  for (const page of context.pages()) {
    await page.close();
  }
}
await browser.close();
folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
process.exitCode = code;
