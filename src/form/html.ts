/** What a page is made of; addresses are those of the webview. */
export interface Page {
  /** The webview's own source for the content security policy. */
  readonly cspSource: string;
  /** Fresh for each page, from a cryptographic generator. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** "Advisory GHSA-…" */
  readonly title: string;
  /** Told to the page, which keeps it as its state for the next start of the window. */
  readonly owner: string;
  readonly repo: string;
  readonly ghsaId: string;
  /** A message that the page reads before it asks for any; it is painted at once. */
  readonly known?: object | undefined;
  /** Whether the script is a module, and the other one that it begins with. */
  readonly moduleUri?: string;
}

/**
 * The page has the ticket's name, which is painted while its script is read, and what is known
 * already; all else comes by messages. VS Code makes the same page again when it is hidden and
 * shown, so it tells which one it is. The meta element "csp-nonce" is where the control library looks
 * before it makes a style element.
 */
export function pageHtml(page: Page): string {
  const nonce = attribute(page.nonce);
  const known =
    page.known === undefined ? "" : ` data-known="${attribute(JSON.stringify(page.known))}"`;
  const preload =
    page.moduleUri === undefined
      ? ""
      : `
  <link rel="modulepreload" nonce="${nonce}" href="${attribute(page.moduleUri)}">
  <link rel="modulepreload" nonce="${nonce}" href="${attribute(page.scriptUri)}">`;
  const module = page.moduleUri === undefined ? "" : ` type="module"`;
  const policy = [
    "default-src 'none'",
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `script-src 'nonce-${page.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
  <meta property="csp-nonce" content="${nonce}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${attribute(page.styleUri)}">${preload}
  <title>${attribute(page.title)}</title>
</head>
<body data-owner="${attribute(page.owner)}" data-repo="${attribute(page.repo)}" data-ghsa-id="${attribute(page.ghsaId)}" data-page="${nonce}"${known}>
  <header>
    <p class="banner"><strong>EMBARGOED</strong></p>
    <div class="heading"><h1>${attribute(page.ghsaId)}</h1></div>
  </header>
  <p class="loading">Reading the ticket…</p>
  <script${module} nonce="${nonce}" src="${attribute(page.scriptUri)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/"/g, "&quot;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}
