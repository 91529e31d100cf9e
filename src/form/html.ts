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
}

/**
 * The page has the ticket's name, which is painted while its script is read; all else comes by
 * messages. The meta element "csp-nonce" is where the control library looks before it makes a style
 * element.
 */
export function pageHtml(page: Page): string {
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
  <meta property="csp-nonce" content="${attribute(page.nonce)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${attribute(page.styleUri)}">
  <title>${attribute(page.title)}</title>
</head>
<body data-owner="${attribute(page.owner)}" data-repo="${attribute(page.repo)}" data-ghsa-id="${attribute(page.ghsaId)}">
  <header>
    <p class="banner"><strong>EMBARGOED</strong></p>
    <div class="heading"><h1>${attribute(page.ghsaId)}</h1></div>
  </header>
  <p class="loading">Reading the ticket…</p>
  <script nonce="${attribute(page.nonce)}" src="${attribute(page.scriptUri)}"></script>
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
