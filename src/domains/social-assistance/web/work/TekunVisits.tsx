/** 每月探访: on the assistant's phone, who has not been seen this month comes first, in walking order from the office; one form, four answers. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { type Point, walkingOrder } from '../../../../kernel/visit/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, PersonName, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import { distance, type Placed, Placing, placing } from '../../../../web/workbench/pages/Placing.tsx';
import { type SelfCareGrade, selfCareGrades, visitCare, visitHealth } from '../../tekun/terms.ts';

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
  const [placed, setPlaced] = useState<Placed | null>(null);
  const place = async (of: Placed['of']) => setPlaced(await placing(of));
  const placesOffice = may(session, 'POST /api/visits/office');
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
      {placed && <Placing placed={placed} onClose={() => setPlaced(null)} />}
      {visiting && (
        <FormDrawer
          title={`探访${visiting.name}`}
          causes="记下本月见到本人的情况。生病、照料不好的，乡镇（街道）马上收到提醒。本人已经去世的，不在这里记：到“居民”查到本人，点“报告去世”。"
          fields={FIELDS}
          initial={{ visitedOn: session.today }}
          division={homeDivision(session)}
          button="保存"
          send={(input, requestId) => api.post(`/api/tekun/${visiting.id}/visits`, { requestId, input })}
          onDone={() => queries.invalidateQueries()}
          onClose={() => setVisiting(null)}
        />
      )}
    </Page>
  );
}
