/** What the register of assistants seals, for a change of keys and for backups. */
import { defineSealed } from '../../../kernel/protect/server.ts';

defineSealed({ table: 'assistance_staff', key: ['id'], sealed: ['phone'] });
