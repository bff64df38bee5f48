/** Supervision queries over what officers and providers did (8.3). */
import { sql } from '../../../database/sql.ts';
import type { SupervisionQuery } from './queries.ts';

export const conductQueries: readonly SupervisionQuery[] = [
  {
    key: 'relative-unregistered',
    zh: '近亲属没有备案',
    says: () => '办件里的人是在职工作人员的近亲属，而这件没有近亲属备案。',
    rows: () => sql`select distinct on (c.id) c.id::text as id, c.division, 1 as num, 1 as den, c.applicant_name as name, '与工作人员“' || u.name || '”有亲属关系，没有备案' as says, 'case' as link, c.id::text as link_id
      from staff_user u join lateral (
          select r.related_id as other from relationship r where r.person_id = u.own_person_id and r.valid_to is null
          union select r.person_id from relationship r where r.related_id = u.own_person_id and r.valid_to is null) r on true
      join case_person cp on cp.person_id = r.other join service_case c on c.id = cp.case_id
      where u.active and c.accepted_on is not null and c.item_id like 'SA-%' and not ('staff-relative' = any(c.flags)) and c.outcome is distinct from 'withdrawn' order by c.id`,
  },
  {
    key: 'split-aid',
    zh: '疑似拆分临时救助',
    says: () => '同一家庭短期内几次临时救助，每次都在乡镇额度以内、合起来超过额度。',
    rows: () => sql`select a.case_id::text as id, a.division, 1 as num, 1 as den, c.applicant_name as name, '短期内第' || a.split_count || '次，合计超过乡镇审批额度' as says, 'case' as link, a.case_id::text as link_id
      from temporary_aid a join service_case c on c.id = a.case_id where a.split_count >= 2`,
  },
  {
    key: 'eligible-not-helped',
    zh: '可能符合而没有救助',
    says: () => '重度残疾、高额自付医疗的预警已经到期，没有核实，也没有享受任何救助。',
    rows: ({
      tx,
    }) => sql`select c.id::text as id, c.division, 1 as num, 1 as den, coalesce(p.name, '未留姓名') as name, '应于' || (c.due_at at time zone 'Asia/Shanghai')::date || '前核实' as says, 'clue' as link, c.id::text as link_id
      from clue c left join person p on p.id = c.person_id
      where c.closed_at is null and c.due_at < ${tx.now} and c.direction in ('in', 'both')
        and exists (select from clue_reason r where r.clue_id = c.id and r.rule in ('IN-1', 'IN-2') and r.withdrawn_at is null)
        and not exists (select from entitlement_member m join entitlement e on e.id = m.entitlement_id where m.person_id = c.person_id and e.state = 'active' and e.programme in ('dibao', 'tekun'))`,
  },
  {
    key: 'suspicious-service',
    zh: '购买服务疑点',
    says: () => '购买的服务照片与另一次相同，或者两次服务之间的路程来不及、时间重叠。',
    rows: () => sql`select t.id::text as id, t.division, 1 as num, 1 as den, coalesce(p.name, '（不在范围内）') as name,
        (t.began_at at time zone 'Asia/Shanghai')::date || '：' || case when 'same-photo' = any(t.flags) or d.same then '照片相同' else '' end ||
        case when 'impossible-travel' = any(t.flags) then ' 路程来不及' else '' end || case when 'overlapping-time' = any(t.flags) then ' 时间重叠' else '' end as says,
        'contract' as link, t.contract_id::text as link_id
      from service_task t left join person p on p.id = t.person_id
      left join lateral (select exists (select from service_task o where o.photo_hash = t.photo_hash and o.id <> t.id) as same) d on true
      where t.state <> 'planned' and (t.flags <> '{}' or (t.photo_hash is not null and d.same))`,
    persons: (ids) => sql`select person_id as id from service_task where id = any(${[...ids]}::uuid[])`,
  },
];
