/** What the works at home seal, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { addressKey, HOME_KEY } from './store.ts';

defineSealed({
  table: 'fitted_home',
  key: ['id'],
  sealed: ['address'],
  digests: {
    address_digest: (clear, _row, keys) => {
      const { division, address } = JSON.parse(clear('address')!) as { division: DivisionCode; address: string };
      return keys.digest(HOME_KEY, addressKey(division, address));
    },
  },
});
