/** One institution: what it is, where it stands, and what happened to it. For its own people it is where the day begins. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { longDate } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { RecordsAbout } from '../../../../web/workbench/pages/RecordsAbout.tsx';
import type { InstitutionFile } from '../../register/content.ts';

export function Institution() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  const file = useQuery({
    queryKey: ['/api/institutions', institutionId],
    queryFn: () => api.get<InstitutionFile>(`/api/institutions/${institutionId}`),
  });
  return (
    <Answered query={file}>
      {(data) => <Whole file={data} aside={<Link to={'/institutions' as never}>← 养老机构</Link>} />}
    </Answered>
  );
}

export function OwnInstitution() {
  const file = useQuery({
    queryKey: ['/api/institutions', 'own'],
    queryFn: () => api.get<InstitutionFile>('/api/institutions/own'),
  });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file, aside }: { file: InstitutionFile; aside?: ReactNode }) {
  const session = useSession();
  return (
    <Page
      title={file.name}
      lead={
        <>
          {file.kindZh}，{file.operationZh}，<DivisionName name={file.divisionName} />
        </>
      }
      aside={aside}
    >
      <Section title="登记和备案">
        <Facts
          rows={[
            {
              label: '状态',
              value: (
                <>
                  <Tag tone={file.tone}>{file.stateZh}</Tag> 从<Day on={file.stateOn} />起
                </>
              ),
            },
            ...(file.clock
              ? [
                  {
                    label: '备案期限',
                    value: (
                      <>
                        <Day on={file.clock.firstResidentOn} />
                        收住第一位老人，
                        <Day on={file.clock.dueOn} />
                        前备案
                        <Tag tone={file.clock.late ? 'bad' : 'warn'}>
                          {file.clock.late ? '已经逾期' : `还剩${file.clock.left}个工作日`}
                        </Tag>
                      </>
                    ),
                  },
                ]
              : []),
            ...(file.announcedUntil ? [{ label: '公告', value: `到${longDate(file.announcedUntil)}` }] : []),
            { label: '统一社会信用代码', value: `${file.creditCode}，院区${file.siteNo}` },
            { label: '登记类型', value: `${file.legalFormZh}，${file.registrarZh}登记` },
            { label: '管理主体', value: file.managedByZh },
            {
              label: '备案床位',
              value: file.recordedBeds === 0 ? '还没有备案' : `${file.recordedBeds}张，${file.recordNo ?? ''}`,
            },
            { label: '现有床位', value: `${file.beds}张，其中护理型${file.nursing}张；在住${file.living}人，空着${file.free}张` },
            { label: '上月入住率', value: file.occupancy },
            { label: '地址', value: file.address },
            ...(file.areaM2 === null ? [] : [{ label: '场所', value: `${file.areaM2}平方米，${file.ownership ?? ''}` }]),
            { label: '负责人、电话', value: `${file.contact}，${file.telephone}` },
            { label: '坐标', value: file.place ?? '还没有登记' },
          ]}
        />
        {file.offers.length > 0 && (
          <p className="choices">
            <Offers offers={file.offers} of={file.name} division={homeDivision(session)} />
          </p>
        )}
        <p className="choices">
          <Link to={'/institutions/$institutionId/beds' as never} params={{ institutionId: file.id } as never}>
            看床位
          </Link>
          <Link to={'/institutions/$institutionId/prices' as never} params={{ institutionId: file.id } as never}>
            看收费标准
          </Link>
          <Link to={'/institutions/$institutionId/evaluations' as never} params={{ institutionId: file.id } as never}>
            家属评价
          </Link>
          <Link to={'/care-risks' as never} search={{ home: file.id } as never}>
            看风险
          </Link>
          <a href={`/care-homes/${file.id}`} target="_blank" rel="noreferrer">
            公众看到的页面
          </a>
        </p>
      </Section>
      <RecordsAbout rows={file.registers} />
      <Section title="备案材料">
        <DataTable
          caption="备案材料"
          rows={file.filings}
          rowKey={(row) => row.id}
          empty="还没有报送过备案。"
          columns={[
            { key: 'kind', title: '事项', kind: 'main', render: (row) => row.kindZh },
            { key: 'on', title: '报送', render: (row) => <Day on={row.filedOn} /> },
            { key: 'beds', title: '床位', kind: 'number', render: (row) => row.beds },
            { key: 'place', title: '场所', deskOnly: true, render: (row) => `${row.areaM2}平方米，${row.ownership}` },
            {
              key: 'state',
              title: '答复',
              kind: 'wide',
              render: (row) => (
                <>
                  <Tag tone={row.tone}>{row.stateZh}</Tag>
                  {row.guidance}
                  {row.documentId && (
                    <a href={`/api/documents/${row.documentId}`} target="_blank" rel="noreferrer">
                      打开回执
                    </a>
                  )}
                </>
              ),
            },
          ]}
        />
      </Section>
      {file.onsite.length > 0 && (
        <Section title="现场核查">
          <DataTable
            caption="现场核查"
            rows={file.onsite}
            rowKey={(row) => row.id}
            columns={[
              { key: 'cause', title: '为什么', kind: 'main', render: (row) => row.causeZh },
              {
                key: 'due',
                title: '期限',
                render: (row) => (
                  <>
                    <Day on={row.dueOn} /> {row.late && <Tag tone="bad">逾期</Tag>}
                  </>
                ),
              },
              { key: 'done', title: '核查', render: (row) => (row.doneOn ? <Day on={row.doneOn} /> : '还没有去') },
              { key: 'findings', title: '看到的情况', kind: 'wide', wraps: true, render: (row) => row.findings },
            ]}
          />
        </Section>
      )}
      <Section title="经过">
        <DataTable
          caption="机构的经过"
          rows={file.steps}
          rowKey={(row) => row.id}
          columns={[
            { key: 'on', title: '日期', render: (row) => <Day on={row.onDate} /> },
            { key: 'what', title: '办了什么', kind: 'main', render: (row) => row.zh },
            { key: 'to', title: '之后的状态', render: (row) => row.toZh },
            { key: 'note', title: '说明', kind: 'wide', wraps: true, render: (row) => row.note },
            { key: 'by', title: '谁办的', deskOnly: true, render: (row) => row.byName },
          ]}
        />
      </Section>
    </Page>
  );
}
