/** What forms need from the server. */
import type { DivisionRow, FormServices } from '../form/services.ts';
import { api, upload } from '../shared/api.ts';

const below = new Map<string, Promise<readonly DivisionRow[]>>();

export const formServices = (rootDivision: string): FormServices => ({
  rootDivision,
  divisionsBelow(parent) {
    const known = below.get(parent);
    if (known) return known;
    const asked = api.get<{ rows: DivisionRow[] }>('/api/divisions', { parent }).then((a) => a.rows);
    below.set(parent, asked);
    asked.catch(() => below.delete(parent));
    return asked;
  },
  findDivisions: (text) => api.get<{ rows: DivisionRow[] }>('/api/divisions', { text }).then((a) => a.rows),
  upload,
  fileUrl: (id) => `/api/files/${id}`,
});

/** The full name of a division; undefined when it cannot be had now. */
export const divisionName = (code: string): Promise<string | undefined> =>
  api.get<{ rows: DivisionRow[] }>('/api/divisions', { code }).then(
    (a) => a.rows[0]?.fullName,
    () => undefined,
  );
