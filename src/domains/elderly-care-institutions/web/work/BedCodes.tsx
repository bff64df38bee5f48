/** 床头码, to print and stick at each bed: scanned, it opens what is to be done there. The code names nobody. */
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Page } from '../../../../web/components/layout.tsx';
import { QrCode } from '../../../../web/components/QrCode.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Wall } from '../../beds/content.ts';
import './bedside.css';
import { useOwn } from './own.ts';

export function BedCodes() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <OfHome id={id} />}</Answered>;
}

function OfHome({ id }: { id: string }) {
  const wall = useQuery({
    queryKey: ['/api/institutions', id, 'beds'],
    queryFn: () => api.get<Wall>(`/api/institutions/${id}/beds`),
  });
  return (
    <Answered query={wall}>
      {({ floors }) => (
        <Page
          title="床头码"
          lead="打印了贴在床头，护理员扫码就打开这张床的任务。码里没有老人的姓名，换了人不用换码。"
          aside={
            <Button type="primary" onClick={() => window.print()}>
              打印
            </Button>
          }
        >
          <div className="codes">
            {floors
              .flatMap((f) => f.rooms)
              .flatMap((r) => r.beds)
              .map((bed) => (
                <div key={bed.id} className="code-card">
                  <QrCode text={`${window.location.origin}/work/bedside/${bed.id}`} label={`${bed.code}的床头码`} side={120} />
                  <b>{bed.code}</b>
                </div>
              ))}
          </div>
        </Page>
      )}
    </Answered>
  );
}
