/** What every programme of this domain has in common when it is registered: whose minutes allow a write-off, and the fine for fraud where its law knows one. */
import { defineProgramme, defineWriteOffWarrant, type Programme } from '../../kernel/payment/server.ts';
import { warrantWriteOff } from './conference/write-off.ts';

/** 骗取社会救助的罚款. */
export const FRAUD_FINE = { cap: 'FINE-CAP', law: '《中华人民共和国社会救助法》第七十三条' } as const;

/** Registers a programme; its lists are made by themselves from then on. Gives its key. */
export function assistanceProgramme(programme: Programme): string {
  defineWriteOffWarrant(programme.key, warrantWriteOff);
  return defineProgramme(programme).key;
}
