import { html, raw } from './markup';
import type { Markup } from './markup';

/** A file within the page: it still works when the page is mailed alone. */
export function download(name: string, type: string, content: string, text: string): Markup {
  const address = `data:${type};charset=utf-8,${encodeURIComponent(content)}`;
  return html`<a download="${name}" href="${raw(address)}">${text}</a>`;
}
