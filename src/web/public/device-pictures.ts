/** A line drawing for each kind of device, so that a page is understood without reading. */
import { type Html, html, trusted } from './html.ts';

const drawings: Readonly<Record<string, string>> = {
  wheelchair: '<circle cx="26" cy="44" r="14"/><circle cx="50" cy="54" r="4"/><path d="M22 10v20h20l8 20M22 20h14"/>',
  'hearing-aid':
    '<path d="M22 24a12 12 0 0 1 24 0c0 10-10 10-10 20a8 8 0 0 1-14 4"/><path d="M30 26a4 4 0 0 1 8 0c0 4-5 5-5 10"/>',
  prosthesis: '<path d="M26 8h14l-3 20 1 18h14a4 4 0 0 1 0 8H28l-1-26z"/>',
  crutch: '<path d="M24 8h16M32 8v48M28 56h8M26 28h12"/>',
  'nursing-bed': '<path d="M6 46h52M6 54V30M58 54V40M10 40l16-14h10v14M40 40h18v6"/>',
  'bath-chair': '<path d="M20 8v28h24v-8M20 36l-4 20M44 36l4 20M20 20h20"/>',
  mattress: '<path d="M8 40h48v10H8zM8 40c4-6 8-6 12 0 4-6 8-6 12 0 4-6 8-6 12 0 4-6 8-6 12 0"/>',
  other: '<path d="M10 24h44v28H10zM24 24v-8h16v8M32 32v12M26 38h12"/>',
};

export const devicePicture = (kind: string, name: string): Html =>
  html`<svg class="device" viewBox="0 0 64 64" width="56" height="56" role="img" aria-label="${name}" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${trusted(
    drawings[kind] ?? drawings.other!,
  )}</svg>`;
