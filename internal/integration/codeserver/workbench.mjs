// VS Code's workbench in a browser, as somebody at a keyboard sees it. Nothing here
// waits for a time: everything waits for what is to be seen, up to a bound.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const bound = 30_000;

export class Workbench {
  constructor(page, folder) {
    this.page = page;
    this.folder = folder; // that is open
  }

  /** Opens a folder's window and waits until it can be used. */
  static async open(context, base, folder) {
    const page = await context.newPage();
    page.setDefaultTimeout(bound);
    await page.goto(`${base}/?folder=${encodeURIComponent(folder)}`);
    await page.locator(".monaco-workbench .part.statusbar").waitFor();
    await page.locator(".explorer-folders-view").waitFor();
    await page.keyboard.press("Control+b"); // there is little room
    await page.locator(".explorer-folders-view").waitFor({ state: "hidden" });
    return new Workbench(page, folder);
  }

  press(...keys) {
    return keys.reduce((done, key) => done.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Opens a file by its name, and puts the cursor at a line and a column, from 1. */
  async file(name, line = 1, column = 1) {
    await this.pick("Control+p", name, `${name}:${line}:${column}`);
    await this.tab(name).waitFor();
    await this.editor(name).locator(".view-line").first().waitFor();
  }

  /** Runs a command of the palette by its title. */
  command(title) {
    return this.pick("F1", title, `>${title}`);
  }

  /**
   * Opens a box of quick choices by a key, types into it and takes the choice with a
   * label. What can be chosen is fixed when the box opens: a window that has just
   * opened may not know it yet, so that the box is opened again.
   */
  async pick(key, label, typed) {
    for (let tries = 5; ; tries--) {
      await this.press(key);
      try {
        return await this.choose(label, typed, tries > 0 ? 5_000 : bound);
      } catch (error) {
        if (tries === 0) {
          throw error;
        }
        await this.press("Escape");
      }
    }
  }

  /** Takes a choice of the box that is open. */
  async choose(label, typed = label, timeout = bound) {
    const box = this.page.locator(".quick-input-widget input:visible").first();
    await box.fill(typed, { timeout });
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first();
    await row.click({ timeout });
  }

  async go(line, column) {
    await this.press("Control+g");
    const box = this.page.locator(".quick-input-widget input:visible").first();
    await box.fill(`:${line}:${column}`);
    await this.press("Enter");
    await box.waitFor({ state: "hidden" });
  }

  tab(name) {
    return this.page.locator(`.tab[data-resource-name="${name}"]`);
  }

  /** Closes a tab. */
  async closeTab(name) {
    await this.tab(name).click();
    await this.command("View: Close Editor");
    await this.tab(name).waitFor({ state: "detached" });
  }

  /** The editor of a file, or of another document by the name in its tab. */
  editor(name) {
    return this.page.locator(`.editor-instance .monaco-editor[data-uri*="${encodeURI(name)}"]`).first();
  }

  /** The lines that an editor shows, as text. */
  async shown(name) {
    const lines = await this.editor(name).locator(".view-lines .view-line").evaluateAll((all) => all
      .map((line) => [parseFloat(line.style.top), line.innerText])
      .sort(([a], [b]) => a - b).map(([, text]) => text));
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Waits until a question has an answer that a predicate takes, and returns it. */
  async until(what, ask, ok = Boolean) {
    const end = Date.now() + bound;
    let answer;
    for (;;) {
      answer = await ask();
      if (ok(answer)) {
        return answer;
      }
      if (Date.now() > end) {
        throw new Error(`${what} does not come, but ${JSON.stringify(answer)}`);
      }
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  /** Saves the file that has the focus, and returns what it is then. */
  async saved(name, ok) {
    return this.until(`what is saved as ${name}`, async () => {
      await this.press("Control+s");
      return readFileSync(join(this.folder, name), "utf8");
    }, ok);
  }

  /** Waits for the language that the editor has. */
  mode(name) {
    return this.page.locator('.statusbar-item[id="status.editor.mode"]').getByText(name, { exact: true }).waitFor();
  }

  /** The item of the extension. */
  status() {
    return this.page.locator(`.statusbar-item[id="kam-ls.kam-ls.kam.status"]`);
  }

  /** Waits until the server of the extension runs. */
  running() {
    return this.until("the server", () => this.status().getAttribute("aria-label"), (label) => /^KAM: kam-ls /.test(label));
  }

  /** The document in a webview. */
  webview() {
    return this.page.frameLocator("iframe.webview.ready >> nth=-1").frameLocator("iframe#active-frame");
  }

  close() {
    return this.page.close();
  }
}
