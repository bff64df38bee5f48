/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';
import { cellsPlace } from './import-store.ts';

defineSealed(
  {
    table: 'sheet_import',
    key: ['id'],
    sealed: ['file_name'],
    file: { column: 'file_hash', place: (row) => `sheet_import:${row.id}` },
  },
  {
    table: 'sheet_import_row',
    key: ['import_id', 'no'],
    sealed: ['cells'],
    place: (row) => cellsPlace(row.import_id!, Number(row.no)),
  },
);
