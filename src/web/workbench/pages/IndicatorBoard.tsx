/** The indicators of one business domain against their targets, by month; what else its board shows stands below. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { longDate, plusMonths } from '../../../kernel/calendar/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { Page, Section } from '../../components/layout.tsx';
import { useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { api } from '../../shared/api.ts';
import { longMonth } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';
import { type Indicator, IndicatorCards } from './IndicatorCards.tsx';

export function IndicatorBoard({ board, zh, lead, children }: { board: string; zh: string; lead: string; children: ReactNode }) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const month = search.month ?? session.today.slice(0, 7);
  const months = Array.from({ length: 4 }, (_, i) => plusMonths(session.today.slice(0, 7) as YearMonth, -i));
  const view = useQuery({
    queryKey: ['/api/indicators', board, month],
    queryFn: () => api.get<{ divisionName: string; indicators: Indicator[] }>('/api/indicators', { board, month }),
  });
  if (view.isPending) return <Loading text="正在从办件里数……" />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  return (
    <Page title={`${view.data.divisionName}${zh}`} lead={`${lead}截至${longDate(session.today)}。`}>
      <Chips
        label="月份"
        options={months.map((m) => ({ value: m, label: longMonth(m) }))}
        value={month}
        onChange={(value) => change({ month: value })}
      />
      <Section title="指标">
        <IndicatorCards indicators={view.data.indicators} month={month} />
      </Section>
      {children}
    </Page>
  );
}
