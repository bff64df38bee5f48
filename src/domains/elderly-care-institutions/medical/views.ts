/** Homes with what medical care they have and until when, and which rural ones have been converted. */
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { type Offer, offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { type InstitutionKind, kinds } from '../register/terms.ts';
import { limits } from '../stays/limits.ts';
import { Conversion, LinkEnd, NewLink } from './act.ts';
import type { MedicalRow } from './content.ts';
import {
  type CentreFunction,
  converters,
  functions,
  heads,
  type LinkKind,
  linkKinds,
  type RoundDay,
  roundDays,
} from './terms.ts';

interface Home {
  id: string;
  name: string;
  kind: InstitutionKind;
  division: string;
  onDate: PlainDate | null;
  functions: CentreFunction[] | null;
  documentNo: string | null;
}
interface Link {
  id: string;
  institutionId: string;
  kind: LinkKind;
  partner: string;
  fromOn: PlainDate;
  toOn: PlainDate | null;
  insured: boolean;
  endedOn: PlainDate | null;
  endedWhy: string | null;
  roundDay: RoundDay | null;
  green: boolean;
  referral: boolean;
  contact: string | null;
  contactPhone: string | null;
  lastRound: PlainDate | null;
}

/** An agreement in a line: what it holds, whom to call, and when a doctor was here last. */
const linkSays = (of: Link): string =>
  [
    `${linkKinds[of.kind]}：${of.partner}`,
    of.insured && '医保定点',
    of.roundDay && `巡诊${roundDays[of.roundDay]}${of.lastRound ? `（最近${of.lastRound}）` : '（还没有来过）'}`,
    of.green && '绿色通道',
    of.referral && '双向转诊',
    of.contact && `急救${of.contact}${of.contactPhone}`,
  ]
    .filter(Boolean)
    .join('，');

function stateOf(tx: Tx, of: Link, remind: number): { zh: string; tone: 'good' | 'warn' | 'bad' | 'plain' } {
  if (of.endedOn !== null) return { zh: `${of.endedOn}结束：${of.endedWhy}`, tone: 'plain' };
  if (of.toOn !== null && of.toOn < tx.today) return { zh: '过期', tone: 'bad' };
  if (of.toOn !== null && of.toOn <= plusDays(tx.today, remind)) return { zh: '快到期', tone: 'warn' };
  return { zh: '有效', tone: 'good' };
}
const isLive = (tx: Tx, of: Link): boolean => of.endedOn === null && (of.toOn === null || of.toOn >= tx.today);

export async function medicalList(tx: Tx): Promise<Result<{ rows: MedicalRow[] }, 'PARAM_MISSING'>> {
  const set = await limits(tx, tx.actor.division ?? tx.city, ['CARE-MEDICAL-REMIND']);
  if (!set.ok) return set;
  const homes =
    await tx.rows<Home>(sql`select i.id, i.name, i.kind, i.division, v.on_date, v.functions, v.document_no from care_institution i
    left join care_conversion v on v.institution_id = i.id where i.state not in ('ended', 'deregistered') order by i.name limit 500`);
  const links =
    await tx.rows<Link>(sql`select id, institution_id, kind, partner, from_on, to_on, insured, ended_on, ended_why, round_day, green, referral, contact, contact_phone,
      (select max(r.on_date) from care_round r where r.link_id = care_medical_link.id) as last_round from care_medical_link
    order by ended_on is not null, from_on desc, id limit 3000`);
  const fixed = () => ({ requestId: newId() });
  const offersOf = (home: Home): Offer[] =>
    offersTo(tx.actor, [
      {
        action: 'link',
        zh: '登记医养结合',
        causes: '签协议的要有巡诊、绿色通道、转诊、急救联系人，到期前提醒续签。',
        by: heads,
        to: `/api/institutions/${home.id}/medical`,
        fields: formOf(NewLink),
        initial: { kind: 'agreement', fromOn: tx.today },
        fixed: fixed(),
      },
      {
        action: 'convert',
        zh: '登记转型',
        causes: '转型为乡镇区域养老服务中心，计入转型率，只登记一次。',
        by: converters,
        when: home.kind === 'rural-welfare-home' && home.onDate === null,
        to: `/api/institutions/${home.id}/conversion`,
        fields: formOf(Conversion),
        initial: { on: tx.today, functions: ['full'] },
        fixed: fixed(),
      },
    ]);
  return ok({
    rows: homes.map((home) => {
      const its = links.filter((link) => link.institutionId === home.id);
      return {
        institutionId: home.id,
        name: home.name,
        kindZh: kinds[home.kind],
        divisionName: tx.divisions.fullName(home.division),
        served: its.some((link) => isLive(tx, link)),
        links: its.map((link) => ({
          id: link.id,
          says: linkSays(link),
          toOn: link.toOn,
          stateZh: stateOf(tx, link, set.value['CARE-MEDICAL-REMIND']).zh,
          tone: stateOf(tx, link, set.value['CARE-MEDICAL-REMIND']).tone,
          offers: offersTo(tx.actor, [
            {
              action: 'end',
              zh: '结束',
              causes: '从那天起不再计入。',
              by: heads,
              when: link.endedOn === null,
              to: `/api/care-medical/${link.id}/end`,
              fields: formOf(LinkEnd),
              initial: { on: tx.today },
              fixed: fixed(),
            },
          ]),
        })),
        conversion: home.onDate
          ? `${home.onDate}，${home.functions!.map((key) => functions[key]).join('、')}，${home.documentNo}`
          : null,
        offers: offersOf(home),
      };
    }),
  });
}
