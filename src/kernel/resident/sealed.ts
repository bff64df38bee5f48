/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';
import type { IdKind } from './index.ts';
import { idDigestKind, PHONE_DIGEST } from './persons.ts';

defineSealed(
  {
    table: 'person',
    key: ['id'],
    needs: ['id_kind'],
    sealed: ['id_number', 'phone', 'address'],
    digests: {
      id_digest: (clear, row, keys) => keys.digest(idDigestKind(row.id_kind as IdKind), clear('id_number')!),
      phone_digest: (clear, _row, keys) => {
        const phone = clear('phone');
        return phone === null ? null : keys.digest(PHONE_DIGEST, phone);
      },
    },
    digestKey: 'digest_key',
  },
  { table: 'fact_version', key: ['id'], sealed: ['sealed'] },
);
