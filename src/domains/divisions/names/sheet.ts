/** 地名名录, out: names are public and nobody is on it, so no approval is asked; who took it is on record. */
import type { Actor } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Context } from '../../../kernel/context/server.ts';
import type { SheetRow } from '../../../kernel/sheet/index.ts';
import { writeSheet } from '../../../kernel/sheet/server.ts';
import { type PlaceQuery, placeList } from './views.ts';

/** Page by page, each in a transaction of its own: memory does not grow with the register. */
export async function placeSheet(context: Context, actor: Actor, query: Omit<PlaceQuery, 'cursor'>) {
  await context.write(actor, (tx) => recordAudit(tx, { action: 'place-name.exported', detail: { ...query } }));
  async function* rows(): AsyncGenerator<SheetRow> {
    let cursor: string | undefined;
    do {
      const page = await context.read(actor, (tx) => placeList(tx, { ...query, cursor }));
      for (const { name, spelling, categoryZh, statusZh, divisionName, formerNames, protectionZh } of page.rows)
        yield { name, spelling, categoryZh, statusZh, divisionName, formerNames, protectionZh };
      cursor = page.next ?? undefined;
    } while (cursor);
  }
  const text = (key: string, title: string) => ({ key, title, kind: 'text' as const });
  return writeSheet({
    name: '地名名录',
    columns: [
      text('name', '标准地名'),
      text('spelling', '罗马字母拼写'),
      text('categoryZh', '类别'),
      text('statusZh', '状态'),
      text('divisionName', '所属政区'),
      text('formerNames', '曾用名（查旧名时）'),
      text('protectionZh', '保护名录'),
    ],
    rows: rows(),
  });
}
