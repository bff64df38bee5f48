/** Two leaders of a county who draw up, rehearse, approve and publish standards, for tests. */
import { type Context, newId } from '../context/server.ts';
import { COUNTY, staff } from '../payment/fixtures.ts';
import { accepted } from '../resident/fixtures.ts';
import {
  actOnDraft,
  advanceRuns,
  type DraftAction,
  draftView,
  householdsView,
  type ProposedRow,
  proposeDraft,
} from './server.ts';

export const leader = staff(COUNTY, 'county-leader', null, '县甲');
export const other = staff(COUNTY, 'county-leader', null, '县乙');

export function draftDesk(context: Context) {
  const view = async (id: string) => accepted(await context.read(leader, (tx) => draftView(tx, id)));
  const act = async (id: string, action: DraftAction, actor = leader) =>
    actOnDraft(context, actor, { id, action, version: (await view(id)).version, requestId: newId() });
  /** Sent for approval by one, approved by the other. */
  const approve = async (id: string) => {
    accepted(await act(id, 'submit'));
    accepted(await act(id, 'approve', other));
  };
  return {
    view,
    act,
    approve,
    async propose(rows: ProposedRow[]): Promise<string> {
      const title = '调整标准';
      return accepted(await proposeDraft(context, leader, { title, documentNo: '通民政发〔2026〕1号', rows, requestId: newId() }))
        .id;
    },
    async rehearsed(id: string) {
      accepted(await act(id, 'rehearse'));
      await advanceRuns(context);
      return view(id);
    },
    async publish(id: string) {
      await approve(id);
      accepted(await act(id, 'publish', other));
      await advanceRuns(context);
      return view(id);
    },
    households: async (id: string, filter: Parameters<typeof householdsView>[2]) =>
      accepted(await context.write(leader, (tx) => householdsView(tx, id, filter, null))).rows,
  };
}
