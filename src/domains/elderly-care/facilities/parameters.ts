/** Standards of the facilities, and how they are read. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf, wholeParameters } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { AreaNorms } from './rules.ts';

export const siteParameters = {
  'SITE-OPEN-DAYS': '养老服务设施：一个月开放几天算真实运营',
  'SITE-DAY-LATE': '养老服务设施：开放最多补记几日以前的',
  'SITE-DAY-METRES': '养老服务设施：照片定位离设施不超过几米',
  'SITE-LOOK-DAY': '养老服务设施：每月几日看上个月的开放天数',
  'SITE-TWICE-METRES': '养老服务设施：几米以内同一产权方疑似重复',
  'SITE-CAPABLE': '有条件建综合性养老服务设施的乡镇（1：在名单上）',
  'SITE-AREA-PERSON': '配建养老服务设施：规划每人（百分之一平方米）',
  'SITE-AREA-NEW': '配建养老服务设施：新区每百户',
  'SITE-AREA-OLD': '配建养老服务设施：老区每百户',
  'SITE-OPERATOR-DEPOSIT': '设施运营：履约保证金不少于',
  'SITE-OPERATOR-TERM': '设施运营：一份合同最长几年',
  'SITE-OPERATOR-ENDS': '设施运营：合同到期前几日提醒',
  'SITE-GUIDE-MONTHS': '对下指导：几个月去一次',
  'SITE-MATCHING-REPAIR': '社区配套：整改几日',
  'SITE-MATCHING-AGAIN': '社区配套：达标以后几个月再核一次',
  'SITE-FRIENDLY-NOTICE': '老年宜居社区：公示几日',
  'SITE-FRIENDLY-AGAIN': '老年宜居社区：几个月复核一次',
  'SITE-SUPPORTER-AGAIN': '农村养老支持资源：几个月确认一次',
  'FIG-SITE-ALL': '指标目标：设施覆盖率100%的各项',
  'FIG-SITE-MUTUAL': '指标目标：农村互助照料中心覆盖率',
  'FIG-SITE-TOWNSHIP': '指标目标：乡镇综合服务设施覆盖率',
} as const;
type Key = keyof typeof siteParameters;

export const siteLimits = <K extends Key>(tx: Tx, division: DivisionCode, keys: readonly K[]) =>
  wholeParameters(tx, keys, division);

export async function areaNorms(tx: Tx, division: DivisionCode): Promise<Result<AreaNorms, 'PARAM_MISSING'>> {
  const found = await siteLimits(tx, division, ['SITE-AREA-PERSON', 'SITE-AREA-NEW', 'SITE-AREA-OLD']);
  if (!found.ok) return found;
  const p = found.value;
  return ok({ perPersonCm: p['SITE-AREA-PERSON'], perHundred: { new: p['SITE-AREA-NEW'], old: p['SITE-AREA-OLD'] } });
}

/** 有条件的乡镇: those for which the standard is 1 on the day. */
export async function capableTownships(tx: Tx, day: PlainDate): Promise<ReadonlySet<DivisionCode>> {
  const parameters = await parametersOf(tx);
  return new Set(
    tx.divisions.all
      .filter(({ code, level }) => {
        if (level !== 'township') return false;
        const found = parameters.on('SITE-CAPABLE', code, day);
        return found.ok && found.value.value === '1';
      })
      .map(({ code }) => code),
  );
}
