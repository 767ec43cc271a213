import { html, raw } from './markup';
import type { Markup } from './markup';

/** A link to a file that is embedded in the page, so that it works in a copy of the page too. */
export function download(name: string, type: string, content: string, text: string): Markup {
  const address = `data:${type};charset=utf-8,${encodeURIComponent(content)}`;
  return html`<a download="${name}" href="${raw(address)}">${text}</a>`;
}
