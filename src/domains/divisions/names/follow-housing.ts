/** 住宅小区竣工 (条例第十二条之六): a residential area needs a name that is asked of civil affairs, and its doors their plates. The county is reminded where the register has neither. */
import { sql } from '../../../database/sql.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import { defineTemplates, notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

defineTemplates({
  'place-names.estate': {
    title: '新小区竣工，请核对地名',
    text: '{place}的“{name}”{on}竣工验收，{known}。请提醒建设单位，并安排编制门（楼）牌。',
  },
});

export const followHousing = defineSubscription({
  name: 'divisions.follow-housing',
  types: ['housing.project.completed'],
  async handle(tx, { payload }) {
    const { division, name, acceptedOn } = payload as { division: DivisionCode; name: string; acceptedOn: PlainDate };
    const named = await tx.maybe(
      sql`select 1 as one from place_name where name = ${name} and left(division, 6) = ${division.slice(0, 6)} and status = 'standard' limit 1`,
    );
    await notify(tx, {
      to: { performer: 'county-clerk', division: `${division.slice(0, 6)}000000` },
      template: 'place-names.estate',
      params: {
        place: tx.divisions.fullName(division),
        name,
        on: acceptedOn,
        known: named ? '名称已在地名库' : '名称还不在地名库，要先征求民政部门意见、办理命名',
      },
    });
  },
});
