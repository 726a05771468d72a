const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** Small, without a script, without anything from elsewhere; works in whatever opens it. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="robots" content="noindex">
    <title>${escaped(title)}</title>
    <link rel="icon" href="data:,">
  </head>
  <body>
    <main>
      <h1>${escaped(title)}</h1>
${body}
    </main>
  </body>
</html>
`;
}

export function askPage(practice: string): string {
  return page(
    `Messages from ${practice}`,
    `      <form method="post">
        <p>You get e-mails about your visits from ${escaped(practice)}.</p>
        <p><button type="submit" name="scope" value="email">Stop these e-mails</button></p>
        <p><button type="submit" name="scope" value="everything">Stop all automated messages, texts too</button></p>
      </form>`,
  );
}

export function donePage(practice: string, everything: boolean): string {
  const what = everything ? 'no more automated messages' : 'no more e-mails';
  return page(
    'Done',
    `      <p>You will get ${what} from ${escaped(practice)}. People who work there may still call you about your care.</p>`,
  );
}

export function unknownPage(): string {
  return page(
    'This link is not complete',
    '      <p>Open it again from the e-mail, or tell the clinic that you want no more messages.</p>',
  );
}
