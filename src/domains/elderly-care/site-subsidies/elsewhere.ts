/** 别的项目给的钱: what other programmes gave to a site, so that one purpose is paid by one programme. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, type Fen, FenAmount, formOf, Uuid } from '../../../kernel/schema/index.ts';
import { subsidiesOf, subsidyCheckers } from '../../../kernel/subsidy/server.ts';
import { lockSite } from '../facilities/store.ts';
import type { Elsewhere } from './content.ts';
import { type Purpose, purposes, schemeKeys, whatOf } from './terms.ts';

export const ElsewhereForm = z.strictObject({
  site: Uuid.meta({ label: '哪一处' }),
  purpose: choice(purposes).meta({ label: '用途', choices: purposes }),
  year: z
    .int('请填写年份')
    .min(2016)
    .max(2100)
    .optional()
    .meta({ label: '哪一年', showIf: { field: 'purpose', in: ['run'] }, requiredIfShown: true }),
  programme: z.string().trim().min(4, '请写明项目').max(100).meta({ label: '项目', help: '例如“福彩公益金2025年农村养老项目”' }),
  amount: FenAmount.meta({ label: '金额' }),
  documentNo: z.string().trim().min(4, '请填写文号').max(60).meta({ label: '文号' }),
});
/** 登记别的项目给的钱: not where this one has given it, or is about to. */
export async function recordElsewhere(tx: Tx, given: z.infer<typeof ElsewhereForm>): Promise<Result<{ id: string }>> {
  const found = await lockSite(tx, given.site);
  if (!found.ok) return found;
  const of = found.value;
  if (given.purpose === 'run' && given.year === undefined)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'year', message: '请填写年份' }]);
  if (given.amount === 0) return fail('INVALID_INPUT', { count: 1 }, [{ path: 'amount', message: '请填写金额' }]);
  const asked = { purpose: given.purpose, year: given.purpose === 'run' ? given.year! : null };
  const here = (await subsidiesOf(tx, schemeKeys[given.purpose], of.id)).some(
    ({ term }) => asked.year === null || term === String(asked.year),
  );
  if (here) return fail('SITE_SUBSIDY_PAID_HERE', { name: of.name, what: whatOf(asked) });
  const id = newId();
  const added =
    await tx.run(sql`insert into care_site_funding (id, site_id, division, purpose, year, programme, amount_fen, document_no, entered_at, entered_by, entered_name)
    values (${id}, ${of.id}, ${of.division}, ${asked.purpose}, ${asked.year}, ${given.programme}, ${given.amount}, ${given.documentNo}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})
    on conflict do nothing`);
  if (added === 0) return fail('SITE_SUBSIDY_FUNDED', { name: of.name, what: whatOf(asked) });
  await recordAudit(tx, {
    action: 'site-subsidy.elsewhere',
    subject: { kind: 'care-site', id: of.id },
    division: of.division,
  });
  return ok({ id });
}

/** What stands beside the list of subsidies: the latest of other programmes, and the button that enters one. */
export async function elsewhereOf(tx: Tx): Promise<Result<Elsewhere>> {
  const rows = await tx.rows<{
    id: string;
    siteId: string;
    siteName: string;
    purpose: Purpose;
    year: number | null;
    programme: string;
    amountFen: Fen;
    documentNo: string;
  }>(sql`select f.id, f.site_id, s.name as site_name, f.purpose, f.year, f.programme, f.amount_fen, f.document_no
    from care_site_funding f join care_site s on s.id = f.site_id order by f.entered_at desc, f.id limit 300`);
  const sites = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from care_site where state <> 'closed' order by name limit 500`,
  );
  const choices = Object.fromEntries(sites.map(({ id, name }) => [id, name]));
  return ok({
    rows: rows.map(({ purpose, year, ...of }) => ({ ...of, what: whatOf({ purpose, year }) })),
    offers: offersTo(tx.actor, [
      {
        action: 'elsewhere',
        zh: '登记别的项目的钱',
        causes: '同一处同一用途，别的项目给过的，这里不再给。',
        by: subsidyCheckers,
        when: sites.length > 0,
        to: '/api/care-site-subsidies/elsewhere',
        fields:
          sites.length > 0 ? formOf(ElsewhereForm.extend({ site: choice(choices).meta({ label: '哪一处', choices }) })) : [],
        initial: { purpose: 'run', year: Number(tx.today.slice(0, 4)) - 1 },
        fixed: { requestId: newId() },
      },
    ]),
  });
}
