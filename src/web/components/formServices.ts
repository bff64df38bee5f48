/** What the workbench's forms need from outside. */
import type { DivisionRow, FormServices } from '../form/services.ts';
import { api, upload } from '../shared/api.ts';
import { isKept, pictureOf, sendOrKeep } from './keptFiles.ts';

interface Rows {
  rows: readonly DivisionRow[];
}

/** `rootDivision`: whose parts are offered first; an officer's own. A village has no parts: it is offered itself. */
export const formServices = (rootDivision: string): FormServices => ({
  rootDivision,
  async divisionsBelow(parent) {
    const { rows } = await api.get<Rows>('/api/divisions', { parent });
    return rows.length > 0 ? rows : (await api.get<Rows>('/api/divisions', { code: parent })).rows;
  },
  findDivisions: async (text) => (await api.get<Rows>('/api/divisions', /^\d{12}$/.test(text) ? { code: text } : { text })).rows,
  upload,
  fileUrl: (id) => `/api/files/${id}`,
});

/** The same for a form that goes on without a network: its files stay on this device, beside the draft, until it is sent. */
export const keepingServices = (rootDivision: string, draft: string): FormServices => ({
  ...formServices(rootDivision),
  upload: (content, name, paper, onProgress) => sendOrKeep(draft, { content, name, paper }, onProgress),
  fileUrl: (id) => pictureOf(id) ?? `/api/files/${id}`,
  isKept,
});
