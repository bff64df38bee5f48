/** 乡镇界线: a file of official lines in, what is wrong with it or how it looks, and from which day it is drawn. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Checkbox, Progress } from 'antd';
import { useRef, useState } from 'react';
import type { Outline } from '../../../../kernel/division/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import type { DivisionCode, PlainDate } from '../../../../kernel/schema/index.ts';
import { CityMap } from '../../../../web/components/CityMap.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Answered, Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, sendFile } from '../../../../web/shared/api.ts';

interface SetBrief {
  id: string;
  fileName: string;
  content: string;
  features: number;
  problemCount: number;
  state: 'draft' | 'published' | 'discarded';
  stateZh: string;
  source: string | null;
  reviewNo: string | null;
  validFrom: PlainDate | null;
  at: string;
  byName: string;
  publishedAt: string | null;
  publishedBy: string | null;
}
interface SetView extends SetBrief {
  problems: { no: number; name: string; problem: string }[];
  outlines: Outline[];
  offers: Offer[];
}

const toneOf = ({ state, problemCount }: SetBrief) =>
  state === 'published' ? 'good' : state === 'discarded' ? 'plain' : problemCount > 0 ? 'bad' : 'now';

export function TownshipOutlines() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/township-outlines'],
    queryFn: () => api.get<{ rows: SetBrief[]; more: boolean }>('/api/township-outlines'),
  });
  return (
    <Answered query={query}>
      {({ rows, more }) => (
        <Page
          title="乡镇界线"
          lead="没有勘界成果的，地图只画县界，各乡镇用列表。有的，一个县的乡镇整份导入，从批准生效的那天起画；以前的版本都留着。"
        >
          {may(session, 'POST /api/township-outlines') && <Upload />}
          <Section title="各个版本">
            <DataTable
              caption="导入过的界线"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有导入过，地图只画县界。"
              columns={[
                {
                  key: 'file',
                  title: '文件',
                  kind: 'main',
                  wraps: true,
                  render: (row) => (
                    <Link to={'/township-outlines/$setId' as never} params={{ setId: row.id } as never}>
                      {row.fileName}
                    </Link>
                  ),
                },
                { key: 'state', title: '现在', render: (row) => <Tag tone={toneOf(row)}>{row.stateZh}</Tag> },
                { key: 'features', title: '乡镇数', kind: 'number', render: (row) => row.features },
                { key: 'from', title: '从哪天起', render: (row) => (row.validFrom ? <Day on={row.validFrom} /> : '—') },
                { key: 'source', title: '依据', kind: 'wide', wraps: true, render: (row) => row.source ?? '—' },
                { key: 'at', title: '导入', render: (row) => <Moment at={row.at} /> },
                { key: 'by', title: '谁导入', render: (row) => row.byName },
              ]}
            />
            {more && <p className="quiet">只列最近100份。</p>}
          </Section>
        </Page>
      )}
    </Answered>
  );
}

function Upload() {
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const [sure, setSure] = useState(false);
  const [share, setShare] = useState<number | null>(null);
  const send = useMutation({
    mutationFn: (file: File) =>
      sendFile<{ id: string }>('/api/township-outlines', ['system', 'CGCS2000'], { content: file, name: file.name }, setShare),
    onSuccess: ({ id }) => navigate({ to: '/township-outlines/$setId' as never, params: { setId: id } as never }),
    onSettled: () => {
      setShare(null);
      if (input.current) input.current.value = '';
    },
  });
  return (
    <Section title="导入">
      <p className="quiet">
        GeoJSON文件，一个乡镇（街道）一个面，属性里写9位或者12位区划代码（code、XZQDM、代码），可以写名称。一个县的乡镇要齐。导入以后先检查、看图，再公布。
      </p>
      <p>
        <Checkbox checked={sure} onChange={(e) => setSure(e.target.checked)}>
          坐标是2000国家大地坐标系（CGCS2000）的经纬度
        </Checkbox>
      </p>
      <p className="choices">
        <input
          ref={input}
          type="file"
          accept=".geojson,.json"
          hidden
          aria-label="选择界线文件"
          onChange={(e) => {
            const file = e.target.files?.[0];
            if (file) send.mutate(file);
          }}
        />
        <Button type="primary" disabled={!sure} loading={send.isPending} onClick={() => input.current?.click()}>
          选择文件并检查
        </Button>
      </p>
      {share !== null && <Progress percent={Math.round(share * 100)} size="small" aria-label="上传进度" />}
      {send.error && <Refused error={apiErrorOf(send.error)} />}
    </Section>
  );
}

export function TownshipOutlineSet() {
  const session = useSession();
  const { setId } = useParams({ strict: false }) as { setId: string };
  const query = useQuery({
    queryKey: ['/api/township-outlines', setId],
    queryFn: () => api.get<SetView>(`/api/township-outlines/${setId}`),
  });
  return (
    <Answered query={query}>
      {(set) => (
        <Page
          title={set.fileName}
          lead={
            set.problemCount > 0 ? `${set.problemCount}处不对，改好文件再导入一次。` : `${set.features}个乡镇（街道），检查无误。`
          }
          aside={<Offers offers={set.offers} division={homeDivision(session) as DivisionCode} first="primary" />}
        >
          <Section title="基本情况">
            <Facts
              rows={[
                { label: '现在', value: <Tag tone={toneOf(set)}>{set.stateZh}</Tag> },
                ...(set.validFrom ? [{ label: '从哪天起', value: <Day on={set.validFrom} /> }] : []),
                ...(set.source ? [{ label: '依据', value: set.source }] : []),
                ...(set.state === 'published'
                  ? [{ label: '审图号', value: set.reviewNo || '没有，公开的图上写明是示意图' }]
                  : []),
                {
                  label: '导入',
                  value: (
                    <>
                      <Moment at={set.at} />　{set.byName}
                    </>
                  ),
                },
                ...(set.publishedAt
                  ? [
                      {
                        label: '公布',
                        value: (
                          <>
                            <Moment at={set.publishedAt} />　{set.publishedBy}
                          </>
                        ),
                      },
                    ]
                  : []),
                { label: '文件SM3摘要', value: <code>{set.content}</code> },
              ]}
            />
          </Section>
          {set.problems.length > 0 && (
            <Section title="哪里不对">
              <DataTable
                caption="文件里不对的地方"
                rows={set.problems}
                rowKey={(row) => `${row.no} ${row.name} ${row.problem}`}
                columns={[
                  { key: 'no', title: '第几个', kind: 'number', render: (row) => row.no || '整份' },
                  { key: 'name', title: '乡镇（街道）', kind: 'main', render: (row) => row.name || '—' },
                  { key: 'problem', title: '哪里不对', kind: 'wide', wraps: true, render: (row) => row.problem },
                ]}
              />
            </Section>
          )}
          {set.outlines.length > 0 && (
            <Section title="画出来的样子">
              <CityMap
                outlines={set.outlines}
                shades={new Map(set.outlines.map(({ id }) => [id, { value: 0, text: '' }]))}
                label={`${set.fileName}里的${set.outlines.length}个乡镇（街道），只画大致的走向`}
              />
            </Section>
          )}
        </Page>
      )}
    </Answered>
  );
}
