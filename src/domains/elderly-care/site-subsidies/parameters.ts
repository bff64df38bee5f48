/** Standards of the subsidies of facilities, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { SiteNorms } from './rules.ts';

export const siteSubsidyParameters = {
  'SITE-URBAN-A': '社区居家养老服务中心运营补贴：A级一年',
  'SITE-URBAN-B': '社区居家养老服务中心运营补贴：B级一年',
  'SITE-URBAN-C': '社区居家养老服务中心运营补贴：C级一年',
  'SITE-URBAN-D': '社区居家养老服务中心运营补贴：D级一年',
  'SITE-RURAL-BUILD': '农村互助照料中心：一次性建设补贴',
  'SITE-RURAL-RUN': '农村互助照料中心：一年运营补贴',
  'SITE-RURAL-A': '农村互助照料中心运营补贴：A级按百分之几',
  'SITE-RURAL-B': '农村互助照料中心运营补贴：B级按百分之几',
  'SITE-RURAL-C': '农村互助照料中心运营补贴：C级按百分之几',
  'SITE-RURAL-D': '农村互助照料中心运营补贴：D级按百分之几',
  'SITE-SUBSIDY-CHECK': '设施补贴：几个工作日内县核',
  'SITE-SUBSIDY-NOTICE': '设施补贴：公示几日',
  'SITE-SUBSIDY-PAY': '设施补贴：批准以后几个工作日内拨付',
} as const;
/** Those of the last day of the year that is counted. */
export async function siteNorms(tx: Tx, division: DivisionCode, day: PlainDate): Promise<Result<SiteNorms, 'PARAM_MISSING'>> {
  const found = await wholeParameters(
    tx,
    [
      'SITE-URBAN-A',
      'SITE-URBAN-B',
      'SITE-URBAN-C',
      'SITE-URBAN-D',
      'SITE-RURAL-RUN',
      'SITE-RURAL-A',
      'SITE-RURAL-B',
      'SITE-RURAL-C',
      'SITE-RURAL-D',
    ],
    division,
    day,
  );
  if (!found.ok) return found;
  const p = found.value;
  return ok({
    urbanFen: { A: p['SITE-URBAN-A'], B: p['SITE-URBAN-B'], C: p['SITE-URBAN-C'], D: p['SITE-URBAN-D'] },
    ruralFen: p['SITE-RURAL-RUN'],
    ruralShare: { A: p['SITE-RURAL-A'], B: p['SITE-RURAL-B'], C: p['SITE-RURAL-C'], D: p['SITE-RURAL-D'] },
  });
}
