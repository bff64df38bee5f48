/** 区划变更 and the register: a unit that took over under another name is renamed, one that is no more becomes historic, a new one is entered. */
import { sql } from '../../../database/sql.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { isNamed, unitName } from './pack.ts';
import { addPlaces, findPlace, renamePlace, retirePlace } from './register.ts';

export const followDivision = defineSubscription({
  name: 'place-names.follow-division',
  types: ['division.changed'],
  async handle(tx, event) {
    const { mappings, effectiveOn, documentNo } = event.payload as {
      mappings: string;
      effectiveOn: PlainDate;
      documentNo: string;
    };
    const successions = JSON.parse(mappings) as [DivisionCode, DivisionCode, number][];
    // A village of which only a part passes on goes on itself.
    const inForce = new Set(tx.divisions.all.map(({ code, name }) => `${code} ${name}`));
    for (const [from, to] of successions) {
      const place = await findPlace(tx, sql`p.unit_code = ${from} and p.status = 'standard' for update`);
      const unit = tx.divisions.get(to);
      if (!place || !unit || inForce.has(`${from} ${place.name}`)) continue;
      const alone = successions.filter(([old, next]) => old === from || next === to).length === 1;
      const taken = to !== from && (await findPlace(tx, sql`p.unit_code = ${to}`)) !== null;
      if (!alone || taken || !isNamed(unit)) {
        await retirePlace(tx, place, { status: 'historic', on: effectiveOn });
        continue;
      }
      await tx.run(sql`update place_name set unit_code = ${to} where id = ${place.id}`);
      const { specific, generic } = unitName(unit);
      if (unit.name !== place.name) await renamePlace(tx, place, { specific, generic, on: effectiveOn, basis: documentNo });
    }
    const known = new Set(
      (await tx.rows<{ code: string }>(sql`select unit_code as code from place_name where unit_code is not null`)).map(
        ({ code }) => code,
      ),
    );
    const begun = tx.divisions.all.filter(
      (unit) => unit.code.startsWith(tx.city.slice(0, 4)) && isNamed(unit) && !known.has(unit.code),
    );
    await addPlaces(
      tx,
      begun.map((unit) => ({ ...unitName(unit), since: effectiveOn, source: documentNo })),
    );
  },
});
