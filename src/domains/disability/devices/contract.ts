/** 租赁合同: who borrows what until when, at what rent and deposit. It says nothing of why somebody pays less. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DocumentKind, Letter } from '../../../kernel/document/index.ts';
import { type IssuedDocument, issueDocument } from '../../../kernel/document/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Item, Order, Station, Unit } from './store.ts';

const CONTRACT: DocumentKind = { code: 'device-rental', word: '辅租', title: '康复辅助器具租赁合同' };

interface Terms {
  readonly order: Order;
  readonly unit: Unit;
  readonly item: Item;
  readonly station: Station;
  readonly dueOn: PlainDate;
  readonly depositFen: Fen;
}

const letterOf = (tx: Tx, terms: Terms, borrower: string): Letter => {
  const { order, unit, item, station, dueOn, depositFen } = terms;
  return {
    addressee: null,
    blocks: [
      {
        kind: 'fields',
        rows: [
          ['出租方', `${station.operator}（${station.name}）`],
          ['承租人', borrower],
          ['辅具', `${item.name}，编码${unit.code}${unit.source === 'donation' ? '（回收再利用）' : ''}`],
          ['租期', `${longDate(tx.today)}起，${longDate(dueOn)}前归还`],
          ['月租金', `${yuan(order.monthlyRentFen)}，按天计算，每月按30天；起租日计算，归还日不计算`],
          ['押金', yuan(depositFen)],
          ['联系电话', station.telephone],
        ],
      },
      {
        kind: 'paragraph',
        text: '出租方保证辅具已经洗消检测合格。承租人按说明使用，不转借、不拆改；发现故障停止使用并联系网点。',
      },
      {
        kind: 'paragraph',
        text: '租赁补贴按归还时的结算计算，每人每年有上限；逾期的日子付全额租金，不补贴。需要续租的，请在到期前办理。',
      },
      { kind: 'paragraph', text: '归还验收后7个工作日内退还押金。遗失的，按购置价和已使用年限折算赔偿。' },
      { kind: 'signatures', labels: ['出租方经办人', '承租人'] },
    ],
  };
};

export async function issueContract(tx: Tx, terms: Terms): Promise<Result<IssuedDocument, 'GLYPH_MISSING'>> {
  const { order, station } = terms;
  const { name } = await tx.one<{ name: string }>(sql`select name from person where id = ${order.personId}`);
  const county = `${station.division.slice(0, 6)}000000`;
  return issueDocument(tx, {
    kind: CONTRACT,
    issuer: { division: county, name: tx.office(county).name },
    letter: letterOf(tx, terms, name),
    signer: tx.actor.name,
    caseId: null,
    personId: order.personId,
    division: order.division,
  });
}
