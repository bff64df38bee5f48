/** What this capability seals, for a change of keys and for backups. */
import { defineSealed } from '../protect/server.ts';

// The one-time codes of `sign_in_code` cannot be opened, and are over in minutes.
defineSealed({ table: 'staff_user', key: ['id'], sealed: ['totp_secret'] });
