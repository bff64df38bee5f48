/** 医养台账. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const MedicalRegisters = () => (
  <RegisterShelf
    shelf="/care-medical-registers"
    zh="医养台账"
    lead="老年绿色通道、医院老年康复单元、医养示范机构、应急救援设备包，各是一本台账；每年确认一次，到期前提醒。"
  />
);
