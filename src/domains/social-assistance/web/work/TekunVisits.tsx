/** 每月探访: on the assistant's phone, who has not been seen this month comes first, in walking order from the office; one form, four answers. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { type SelfCareGrade, selfCareGrades, visitCare, visitHealth } from '../../tekun/terms.ts';
import { type Point, walkingOrder } from '../../tekun/walk.ts';
import { whereNow } from './whereNow.ts';

interface Row {
  id: string;
  personId: string;
  name: string;
  divisionName: string;
  grade: SelfCareGrade | null;
  visitedOn: PlainDate | null;
  worry: boolean;
  point: Point | null;
}

const LIST = '/api/tekun/visits';
const choices = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));
const FIELDS: readonly FormField[] = [
  { name: 'visitedOn', type: 'text', label: '哪天见到本人', required: true, widget: 'date', format: 'plain-date' },
  { name: 'health', type: 'choice', label: '身体怎么样', required: true, choices: choices(visitHealth) },
  { name: 'care', type: 'choice', label: '照料人照料得怎么样', required: true, choices: choices(visitCare) },
  {
    name: 'note',
    type: 'text',
    label: '看到的情况和需要',
    help: '例如：缺药、屋顶漏雨、照料人外出',
    required: false,
    widget: 'textarea',
    max: 500,
  },
  { name: 'photos', type: 'file', label: '照片', required: false, widget: 'file', paper: 'visit-photo', max: 6 },
];

const PLACE: readonly FormField[] = [
  { name: 'longitude', type: 'text', label: '经度', required: true, help: '手机定位会自动填；也可以照地图软件填写' },
  { name: 'latitude', type: 'text', label: '纬度', required: true },
];
/** 约300米, 约1.2公里 */
const distance = (metres: number): string =>
  metres < 950 ? `约${Math.max(50, Math.round(metres / 50) * 50)}米` : `约${(metres / 1000).toFixed(1)}公里`;

/** Whose place is recorded, and where the telephone says that one stands. */
interface Placing {
  of: Row | 'office';
  initial: Record<string, string>;
}

export function TekunVisits() {
  const session = useSession();
  const queries = useQueryClient();
  const [visiting, setVisiting] = useState<Row | null>(null);
  const list = useKeyset<Row, { office: Point | null }>(LIST);
  const month = session.today.slice(0, 7);
  const seen = (row: Row) => row.visitedOn?.startsWith(month) ?? false;
  // It comes with the list: asking for it alone would be another look at everybody on record.
  const office = list.head?.office ?? null;
  const rows = [
    ...walkingOrder(
      office,
      list.rows.filter((row) => !seen(row)),
    ),
    ...list.rows.filter(seen).map((row) => ({ ...row, metres: null })),
  ];
  const [placing, setPlacing] = useState<Placing | null>(null);
  const place = async (of: Placing['of']) => setPlacing({ of, initial: await whereNow() });
  const placesOffice = may(session, 'POST /api/tekun/office');
  return (
    <Page
      title="每月探访"
      lead="在家供养的特困人员，每人每月见一次。本月还没去的在前，按走路的先后排；看到问题，乡镇（街道）马上收到。"
      aside={
        placesOffice && <Button onClick={() => void place('office')}>{office ? '改村委会的位置' : '记下村委会的位置'}</Button>
      }
    >
      {list.waiting ? (
        <Loading />
      ) : list.error ? (
        <Failed error={list.error} retry={list.retry} />
      ) : rows.length === 0 ? (
        <Nothing>这里没有在家供养的特困人员。发现有人生活没有着落，请在“线索”里报告。</Nothing>
      ) : (
        <Section title={`本月还有${rows.filter((r) => !seen(r)).length}人没去`}>
          <ul className="plain-list">
            {rows.map((row) => (
              <li key={row.id}>
                <p className="line">
                  <PersonName id={row.personId} name={row.name} />
                  {row.grade && <span>{selfCareGrades[row.grade]}</span>}
                  {seen(row) ? <Tag tone="good">本月去过</Tag> : <Tag tone="warn">本月没去</Tag>}
                  {row.worry && <Tag tone="bad">上次有问题</Tag>}
                </p>
                <p className="quiet line">
                  <DivisionName name={row.divisionName} />
                  {row.metres !== null && <span>离上一处{distance(row.metres)}</span>}
                  {row.visitedOn && (
                    <>
                      上次 <Day on={row.visitedOn} />
                    </>
                  )}
                </p>
                {may(session, 'POST /api/tekun/:id/visits') && (
                  <p className="line">
                    <Button onClick={() => setVisiting(row)} aria-label={`登记探访${row.name}`}>
                      登记探访
                    </Button>
                    <Button type="text" onClick={() => void place(row)} aria-label={`记下${row.name}的住处`}>
                      {row.point ? '改住处位置' : '记下住处位置'}
                    </Button>
                  </p>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
      {placing && (
        <FormDrawer
          title={placing.of === 'office' ? '村（居）委会在哪里' : `${placing.of.name}住在哪里`}
          causes={
            placing.of === 'office'
              ? '站在村（居）委会门口记一次，以后探访从这里排先后。'
              : '站在这家门口记一次，以后按走路的先后排。位置和住址一样加密保存，只用来排路线。'
          }
          fields={PLACE}
          initial={placing.initial}
          division={homeDivision(session)}
          button="记下"
          send={(input) =>
            api.post(placing.of === 'office' ? '/api/tekun/office' : `/api/tekun/${placing.of.id}/point`, {
              requestId: newRequestId(),
              input,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setPlacing(null)}
        />
      )}
      {visiting && (
        <FormDrawer
          title={`探访${visiting.name}`}
          causes="记下本月见到本人的情况。生病、照料不好的，乡镇（街道）马上收到提醒。本人已经去世的，不在这里记：到“居民”查到本人，点“报告去世”。"
          fields={FIELDS}
          initial={{ visitedOn: session.today }}
          division={homeDivision(session)}
          button="保存"
          send={(input) => api.post(`/api/tekun/${visiting.id}/visits`, { requestId: newRequestId(), input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setVisiting(null)}
        />
      )}
    </Page>
  );
}
