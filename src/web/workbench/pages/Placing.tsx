/** 记下位置: where a home or the village's office is, standing at its door; and how far it is from one to the next. */
import { useQueryClient } from '@tanstack/react-query';
import type { FormField } from '../../../kernel/schema/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { homeDivision, useSession } from '../../components/session.tsx';
import { api } from '../../shared/api.ts';
import { whereNow } from '../../shared/whereNow.ts';

const PLACE: readonly FormField[] = [
  { name: 'longitude', type: 'text', label: '经度', required: true, help: '手机定位会自动填；也可以照地图软件填写' },
  { name: 'latitude', type: 'text', label: '纬度', required: true },
];

/** Whose place is recorded, and where the telephone says that one stands. */
export interface Placed {
  readonly of: 'office' | { readonly personId: string; readonly name: string };
  readonly initial: Record<string, string>;
}
export const placing = async (of: Placed['of']): Promise<Placed> => ({ of, initial: await whereNow() });

/** 约300米, 约1.2公里 */
export const distance = (metres: number): string =>
  metres < 950 ? `约${Math.max(50, Math.round(metres / 50) * 50)}米` : `约${(metres / 1000).toFixed(1)}公里`;

export function Placing({ placed: { of, initial }, onClose }: { placed: Placed; onClose: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  return (
    <FormDrawer
      title={of === 'office' ? '村（居）委会在哪里' : `${of.name}住在哪里`}
      causes={
        of === 'office'
          ? '站在村（居）委会门口记一次，以后上门从这里排先后。'
          : '站在这家门口记一次，以后按走路的先后排。位置和住址一样加密保存，只用来排路线。'
      }
      fields={PLACE}
      initial={initial}
      division={homeDivision(session)}
      button="记下"
      send={(input, requestId) =>
        api.post(of === 'office' ? '/api/visits/office' : `/api/visits/homes/${of.personId}`, {
          requestId,
          input,
        })
      }
      onDone={() => queries.invalidateQueries()}
      onClose={onClose}
    />
  );
}
