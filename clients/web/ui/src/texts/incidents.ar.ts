/** What incidents are called, on every page, in Arabic. */
import type { INCIDENTS as ENGLISH } from "./incidents.en.ts";

export const INCIDENTS: typeof ENGLISH = {
  title: "الحوادث",
  none: "لم يُبلَّغ عن أي حادث.",
  kinds: {
    shots_fired: "إطلاق نار",
    mine_or_uxo: "لغم أو ذخيرة",
    medical: "حالة طبية",
    accident: "حادث سير أو غيره",
    checkpoint_dispute: "خلاف عند حاجز",
    detention: "احتجاز",
    vehicle_stopped: "مركبة أُوقفت",
    crowd: "تجمهر",
    relief_need: "حاجة إلى إغاثة",
    other: "غير ذلك",
  },
  severities: { low: "منخفضة", moderate: "متوسطة", high: "عالية", critical: "حرجة" },
  confidences: { certain: "مؤكد", probable: "مرجّح", possible: "محتمل" },
  severity: "الخطورة: {{severity}}",
  confidence: "شوهد على أنه: {{confidence}}",
  reported: "{{callsign}}، أبلغ عنه {{by}}",
  observed: "كما شوهد؛ لم يتحقق منه أحد، ولا ينسبه إلى أحد.",
  nowhere: "بلا مكان",
  within: "ضمن {{metres}} م",
  photo: "الصورة {{number}} من {{reference}}",
  large: "الصورة {{number}} من {{reference}}، في تبويب مستقل",
};
