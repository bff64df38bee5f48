/** 辅具标签: a code that can be scanned and read, for every unit of the station; printed and stuck on. It says nothing of any borrower. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Page } from '../../../../web/components/layout.tsx';
import { QrCode } from '../../../../web/components/QrCode.tsx';
import { Failed, Loading, Nothing } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { StationDesk } from './content.ts';

export function DeviceLabels() {
  const desk = useQuery({ queryKey: ['devices', 'desk'], queryFn: () => api.get<StationDesk>('/api/devices/desk') });
  if (desk.isPending) return <Loading />;
  if (!desk.data) return <Failed error={desk.error} retry={() => void desk.refetch()} />;
  const { station, units } = desk.data;
  return (
    <Page
      title="辅具标签"
      lead="打印后贴在辅具上，扫码就能办出库、归还、洗消。标签上没有任何人的信息。"
      aside={
        <>
          <Button type="primary" onClick={() => window.print()}>
            打印
          </Button>{' '}
          <Link to="/devices">回到网点</Link>
        </>
      }
    >
      {units.length === 0 ? (
        <Nothing>还没有登记辅具。</Nothing>
      ) : (
        <ul className="labels">
          {units.map((unit) => (
            <li key={unit.code}>
              <QrCode text={unit.code} label={`二维码：${unit.code}`} />
              <div>
                <b>{unit.itemName}</b>
                <span className="num">{unit.code}</span>
                {unit.recycled && <span>回收再利用</span>}
                <span className="quiet">{station.name}</span>
                <span className="quiet num">{station.telephone}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
