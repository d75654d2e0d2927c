// What a person does with the extension, in VS Code's workbench. Each step says what
// was to be seen when it is not; a picture of what was there instead is kept.
//
//   KAM_BASE        the address of code-server
//   KAM_EXTENSIONS  the folder of its extensions
//   KAM_INSTALL     the command that installs the extension, a word a line
//   KAM_PICTURES    where to put pictures for the pages, or nothing
//   KAM_FAILED      where to put the picture of a step that fails
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { steps } from "./steps.mjs";

const { KAM_BASE: base, KAM_PICTURES: pictures, KAM_FAILED: failed } = process.env;

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({ viewport: { width: 1200, height: 720 }, deviceScaleFactor: pictures ? 1.5 : 1 });

const tools = {
  context,
  base,
  /** A folder with files, by their names. */
  folder(files) {
    const folder = mkdtempSync(join(tmpdir(), "kam-ls-"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return folder;
  },
  /** Keeps a picture for the pages. The pointer is out of the way. */
  async picture(page, name, clip) {
    if (pictures) {
      await page.screenshot({ path: join(pictures, `${name}.png`), clip });
    }
  },
};

let code = 0;
const only = process.argv[2];
for (const [name, step] of Object.entries(steps)) {
  if (only !== undefined && !name.includes(only)) {
    continue;
  }
  const start = Date.now();
  try {
    await step(tools);
    console.log(`ok   ${name} (${Date.now() - start} ms)`);
  } catch (error) {
    code = 1;
    console.log(`FAIL ${name}: ${error.stack ?? error}`);
    await context.pages().at(-1)?.screenshot({ path: failed });
    console.log(`     what was there: ${failed}`);
    break;
  }
  for (const page of context.pages()) {
    await page.close();
  }
}
await browser.close();
process.exitCode = code;
