/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

defineSealed(
  { table: 'stored_file', key: ['id'], sealed: ['name'], file: { column: 'file_hash', place: (row) => `stored_file:${row.id}` } },
  {
    table: 'issued_document',
    key: ['id'],
    sealed: ['content'],
    file: { column: 'file_hash', place: (row) => `issued_document.pdf:${row.id}` },
  },
);
