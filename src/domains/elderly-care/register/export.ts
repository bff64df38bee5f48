/** 老年人名单, out: by place, age, living status and programme, with approval and watermark as every list of persons. No level: health leaves with nobody. */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { ageOn } from '../../../kernel/calendar/index.ts';
import { maskIdNumber } from '../../../kernel/protect/index.ts';
import { sexes } from '../../../kernel/resident/index.ts';
import { factOfMany, personPlace } from '../../../kernel/resident/server.ts';
import { choice, Division, type DivisionCode, type PlainDate } from '../../../kernel/schema/index.ts';
import { defineExport, type SheetRow } from '../../../kernel/sheet/server.ts';
import { eldersWhere } from './list.ts';
import { ageBands, type LivingStatus, livingStatuses, programmeFilters } from './terms.ts';

const Filter = z.strictObject({
  division: Division.optional().meta({ label: '地区', widget: 'division', help: '不选的是您负责的整个地区' }),
  band: choice(ageBands).optional().meta({ label: '年龄' }),
  living: choice(livingStatuses).optional().meta({ label: '居住状况' }),
  programme: choice(programmeFilters).optional().meta({ label: '待遇' }),
});
type Filter = z.infer<typeof Filter>;

const PAGE = 1000;

defineExport({
  kind: 'older-persons',
  title: '老年人名单',
  performers: ['township-clerk', 'township-leader', 'county-clerk', 'county-leader', 'city-clerk'],
  filter: () => Filter,
  columns: [
    { key: 'name', title: '姓名', kind: 'text' },
    { key: 'idNumber', title: '身份证号码（遮盖）', kind: 'code' },
    { key: 'sex', title: '性别', kind: 'choice', choices: sexes },
    { key: 'age', title: '年龄', kind: 'text' },
    { key: 'place', title: '住在', kind: 'text' },
    { key: 'living', title: '居住状况', kind: 'choice', choices: { ...livingStatuses, unknown: '没有登记' } },
  ],
  say: (tx, { division, band, living, programme }) =>
    [
      division && tx.divisions.fullName(division),
      band && ageBands[band],
      living && livingStatuses[living],
      programme && programmeFilters[programme],
    ]
      .filter(Boolean)
      .join('，') || '全部',
  async count(tx, filter: Filter, limit) {
    const { n } = await tx.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from person p where ${eldersWhere(tx, filter)} limit ${limit}) t`,
    );
    return n;
  },
  async page(tx, filter: Filter, cursor) {
    const rows = await tx.rows<{
      id: string;
      name: string;
      idNumber: Buffer;
      sex: keyof typeof sexes;
      birthDate: PlainDate;
      division: DivisionCode;
    }>(sql`select p.id, p.name, p.id_number, p.sex, p.birth_date, p.division from person p
      where ${eldersWhere(tx, filter)} and p.id > ${cursor ?? '00000000-0000-0000-0000-000000000000'} order by p.id limit ${PAGE}`);
    const living = new Map(
      (
        await factOfMany<{ status: LivingStatus }>(
          tx,
          rows.map((row) => row.id),
          'living-status',
        )
      ).map((fact) => [fact.subjectId, fact.value.status]),
    );
    return {
      rows: rows.map(({ id, name, idNumber, sex, birthDate, division }) => {
        const row: SheetRow = {
          name,
          idNumber: maskIdNumber(tx.keys.open(idNumber, personPlace('idNumber', id as never))),
          sex,
          age: String(ageOn(birthDate, tx.today)),
          place: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
          living: living.get(id) ?? 'unknown',
        };
        return { personId: id, row };
      }),
      next: rows.length === PAGE ? rows.at(-1)!.id : null,
    };
  },
});
