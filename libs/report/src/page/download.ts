import { html, raw } from './markup';
import type { Markup } from './markup';

/** What a data URI cannot hold as it is; commas, which CSV is full of, it can. */
const SPECIAL = /[^\w,.;:()+*!=/@\- −]/gu;

/** A link to a file that is embedded in the page, so that it works in a copy of the page too. */
export function download(name: string, type: string, content: string, text: string): Markup {
  const address = `data:${type};charset=utf-8,${content.replace(SPECIAL, encodeURIComponent)}`;
  return html`<a download="${name}" href="${raw(address)}">${text}</a>`;
}
