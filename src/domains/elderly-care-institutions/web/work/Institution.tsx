/** One institution: what it is, where it stands, and what happened to it. For its own people it is where the day begins. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
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

function Whole({ file, aside }: { file: InstitutionFile; aside?: React.ReactNode }) {
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
            { label: '统一社会信用代码', value: `${file.creditCode}，院区${file.siteNo}` },
            { label: '登记类型', value: `${file.legalFormZh}，${file.registrarZh}登记` },
            { label: '管理主体', value: file.managedByZh },
            { label: '备案床位', value: file.recordedBeds === 0 ? '还没有备案' : `${file.recordedBeds}张` },
            { label: '地址', value: file.address },
            { label: '负责人、电话', value: `${file.contact}，${file.telephone}` },
            { label: '坐标', value: file.place ?? '还没有登记' },
          ]}
        />
        {file.offers.length > 0 && (
          <p className="choices">
            <Offers offers={file.offers} of={file.name} division={homeDivision(session)} />
          </p>
        )}
      </Section>
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
