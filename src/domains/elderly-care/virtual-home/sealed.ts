/** What the virtual nursing homes seal: where a member lives, what is wished for, what was said on the telephone. */
import { defineSealed } from '../../../kernel/protect/server.ts';

export const memberPlace = (field: 'home' | 'wishes', id: string): string => `virtual_home_member.${field}:${id}`;
export const callPlace = (id: string): string => `virtual_home_call.said:${id}`;

defineSealed(
  { table: 'virtual_home_member', key: ['id'], sealed: ['home', 'wishes'] },
  { table: 'virtual_home_call', key: ['id'], sealed: ['said'] },
);
