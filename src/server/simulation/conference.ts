/** 一事一议 acted out: the township asks, the county calls three departments together the same day, and the minutes are filed. */
import { fileMinutes, requestConference, resolveConference } from '../../domains/social-assistance/conference/actions.ts';
import { plusDays } from '../../kernel/calendar/index.ts';
import type { Fen } from '../../kernel/schema/index.ts';
import type { CaseReceipt } from '../../kernel/service/server.ts';
import type { SimulatedCity } from '../../simulate/replay.ts';

const MINUTES = '各部门商议，家庭确有困难，同意再次救助。';
const LOOK_BACK_DAYS = 90;

export async function holdConference(
  city: SimulatedCity,
  what: string,
  of: { kase: CaseReceipt; township: string; county: string; way: 'phone' | 'meeting'; resolvedFen: Fen },
): Promise<void> {
  const clerk = await city.staff('township-clerk', of.township);
  const convener = await city.staff('county-confirmer', of.county);
  const { id } = city.must(
    `${what} conference asked for`,
    await city.context.write(clerk, (tx) =>
      requestConference(tx, of.kase.id, { subject: 'repeat', matter: '再次遇到困难，限额以内不够。' }),
    ),
  );
  const minutes = of.way === 'meeting' ? { minutes: MINUTES } : {};
  city.must(
    `${what} conference`,
    await city.context.write(convener, (tx) =>
      resolveConference(tx, id, {
        heldOn: city.today(),
        way: of.way,
        attendees: (['finance', 'medical', 'housing'] as const).map((unit) => ({ unit, name: '参会人' })),
        ...minutes,
        resolution: '同意突破次数限制，由临时救助资金支付。',
        amountFen: of.resolvedFen,
        payer: '县民政局',
        measures: '',
        reviewOn: plusDays(city.today(), LOOK_BACK_DAYS),
      }),
    ),
  );
  if (of.way === 'phone')
    city.must(`${what} minutes`, await city.context.write(convener, (tx) => fileMinutes(tx, id, { minutes: MINUTES })));
}
