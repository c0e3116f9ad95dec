"""Every word that events read like, in English and Arabic. Decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from deconflict_client.escalation_texts import CHANGES, KIND


@dataclass(frozen=True)
class Words:
    """Every word of one language; a language that lacks one does not type-check."""

    kinds: Mapping[str, str]
    changes: Mapping[str, str]
    advice: Mapping[str, str]
    grades: Mapping[str, str]
    refreshed: Mapping[str, str]
    facts: Mapping[str, str]
    declared: Mapping[str, str]
    alert: str
    ringing: str
    acknowledged: str
    patrol: str
    hours: str
    area: str
    metres: str
    between: str
    call: str
    desk: str
    moves: Mapping[tuple[str, bool], str]
    receipt: str
    live: str
    offline: str
    stale: str
    missing: str
    still: str
    rings: str


ENGLISH = Words(
    kinds={
        "overlap": "overlap",
        "conflict": "conflict",
        "zone": "zone",
        "review": "review",
        "patrol": "patrol",
        "all_clear": "all clear",
        "encounter": "encounter",
        "incident": "incident",
        "overdue": "overdue",
        "sos": "SOS",
        "halt": "ALL HALT",
        "agreement": "agreement",
        "budget": "budget used up, call the party",
        "probe": "somebody asked about hours of your patrol",
        "message": "message",
        "proposal": "proposal",
        "suspension": "suspension",
        "glass": "look at plans",
        "escalation": KIND["en"],
        "rendezvous": "rendezvous",
        "joint_patrol": "joint patrol",
        "withheld": "WITHHELD, no all-clear: it may not be told any more",
    },
    changes={
        "opened": "new",
        "updated": "updated",
        "worse": "worse",
        "resolved": "over",
        "lost": "LOST SIGHT, no all-clear",
        "late": "found late",
        "heard": "heard again",
        "beyond_reach": "silent for long",
        "straying": "STRAYING from its plan",
        "off_plan": "has LEFT ITS PLAN",
        "back_on_plan": "back on its plan",
        "received": "received",
        "accepted": "accepted",
        "expired": "nobody answered in time",
        "withheld": "withheld",
        "proposed": "proposed",
        "confirmed": "confirmed by one side",
        "ended": "ENDED, it exempts nothing any more",
        "attached": "unit attached",
        "countersigned": "countersigned by one side",
        "amended": "another text proposed",
        "registered": "on record",
        "dropped": "the new text cannot be carried out",
        "unit_busy": "NOT ON RECORD: your unit is on another patrol then",
        "used": "not told to it",
        "asked": "asked",
        "suspended": "suspended",
        "restored": "restored",
        "approved": "allowed",
        "refused": "refused",
        "withdrawn": "withdrawn",
        "over": "over",
        "raised": "NOW",
        "reported": "reported",
        "photo": "with a photo",
        "advised": "the room says who moves",
        "unchecked": "NOT CHECKED, look at it yourself",
        "not_carried": "what was said of it COULD NOT BE CARRIED, call both sides",
        **CHANGES["en"],
    },
    advice={
        "hold_or_adjust": "hold or adjust, the room will call",
        "adjust": "ADJUST: the room says that you move",
        "hold": "hold your plan: the room says that the other side moves",
    },
    grades={"critical": "critical", "caution": "caution", "advisory": "advisory"},
    refreshed={
        "not_recovered": "the feed was read again from the service",
        "new_epoch": "the service was restored from a backup: its alerts follow from the first",
        "went_back": "the service went back in time: its alerts follow from the first",
        "agreement_changed": "an agreement changed: the picture was read again",
        "gap": "the feed had a gap and was read again",
    },
    declared={
        "hot_pursuit": "hot pursuit",
        "off_plan": "off its plan",
        "contingent": "contingent",
        "active": "under way",
        "ended": "ended",
        "withdrawn": "withdrawn",
        "expired": "expired",
    },
    facts={"received": "received", "seen": "seen", "acknowledged": "acknowledged"},
    alert="alert {seq}",
    ringing="ANSWER IT",
    acknowledged="acknowledged by {by}",
    patrol="patrol {reference}",
    hours="hours {hours} UTC",
    area="{party}: {count} cells",
    metres="{distance} m",
    between="{a} and {b}",
    call="call {name}: {reach}",
    desk="the desk",
    moves={
        ("self", True): "your patrol {minutes} min later",
        ("self", False): "your patrol {minutes} min earlier",
        ("other", True): "the other patrol {minutes} min later",
        ("other", False): "the other patrol {minutes} min earlier",
    },
    receipt="alert {seq} {fact} by {by}",
    live="live: nothing is missing up to alert {seq}",
    offline="OFFLINE ({reason}): trying again",
    stale="STALE: nothing heard for {seconds} s, what you see may be old",
    missing="alerts {first} to {last} no longer exist",
    still="your devices keep still until {until} about alerts up to {seq}",
    rings="your devices ring",
)

ARABIC = Words(
    kinds={
        "overlap": "تداخل",
        "conflict": "تعارض",
        "zone": "منطقة",
        "review": "مراجعة",
        "patrol": "دورية",
        "all_clear": "زوال الخطر",
        "encounter": "تقارب ميداني",
        "incident": "حادث",
        "overdue": "تأخّر",
        "sos": "استغاثة",
        "halt": "توقّف عام",
        "agreement": "اتفاق",
        "budget": "استُنفدت الحصة، اتصل بالطرف",
        "probe": "سأل أحدهم عن ساعات من دوريتك",
        "message": "رسالة",
        "proposal": "اقتراح",
        "suspension": "تعليق",
        "glass": "اطّلاع على الخطط",
        "escalation": KIND["ar"],
        "rendezvous": "لقاء",
        "joint_patrol": "دورية مشتركة",
        "withheld": "محجوب، وليس إشارة أمان: لم يعد يجوز الإبلاغ به",
    },
    changes={
        "opened": "جديد",
        "updated": "محدَّث",
        "worse": "ازداد خطورة",
        "resolved": "انتهى",
        "lost": "انقطعت المتابعة، وليس إشارة أمان",
        "late": "اكتُشف متأخراً",
        "heard": "عاد الاتصال",
        "beyond_reach": "صمت طويل",
        "straying": "تنحرف عن خطتها",
        "off_plan": "خرجت عن خطتها",
        "back_on_plan": "عادت إلى خطتها",
        "received": "وردت",
        "accepted": "قُبل",
        "expired": "لم يُجَب عنه في المهلة",
        "withheld": "محجوب",
        "proposed": "مقترح",
        "confirmed": "أكّده أحد الطرفين",
        "ended": "أُنهي ولم يعد يستثني شيئاً",
        "attached": "أُلحقت وحدة",
        "countersigned": "وقّع عليه طرف",
        "amended": "اقتُرح نص آخر",
        "registered": "مسجّل",
        "dropped": "لا يمكن تنفيذ النص الجديد",
        "unit_busy": "لم يُسجَّل: وحدتكم في دورية أخرى حينئذ",
        "used": "لم يُبلَّغ به",
        "asked": "سؤال",
        "suspended": "عُلِّق",
        "restored": "أُعيد",
        "approved": "سُمح",
        "refused": "رُفض",
        "withdrawn": "سُحب",
        "over": "انتهى",
        "raised": "الآن",
        "reported": "أُبلغ عنه",
        "photo": "مع صورة",
        "advised": "الغرفة تحدّد من يعدّل",
        "unchecked": "لم تُفحص، انظروا فيها بأنفسكم",
        "not_carried": "تعذّر نقل ما قيل بشأنها، اتصلوا بالطرفين",
        **CHANGES["ar"],
    },
    advice={
        "hold_or_adjust": "توقّف أو عدّل المسار، وستتصل بك الغرفة",
        "adjust": "عدّل المسار: تقول الغرفة إن عليك أنت أن تتحرك",
        "hold": "أبقِ على خطتك: تقول الغرفة إن الطرف الآخر سيعدّل",
    },
    grades={"critical": "حرج", "caution": "تحذير", "advisory": "تنبيه"},
    refreshed={
        "not_recovered": "أُعيدت قراءة التنبيهات من الخدمة",
        "new_epoch": "استُعيدت الخدمة من نسخة احتياطية: تتوالى التنبيهات من أولها",
        "went_back": "عادت الخدمة إلى حالة سابقة: تتوالى التنبيهات من أولها",
        "agreement_changed": "تغيّر اتفاق: أُعيدت قراءة الصورة",
        "gap": "نقصت تنبيهات فأُعيدت قراءتها",
    },
    declared={
        "hot_pursuit": "مطاردة ساخنة",
        "off_plan": "خارج المسار المخطط",
        "contingent": "حالة طارئة",
        "active": "في الطريق",
        "ended": "انتهت",
        "withdrawn": "سُحبت",
        "expired": "انقضى موعدها",
    },
    facts={"received": "استلمه", "seen": "اطّلع عليه", "acknowledged": "أقرّ بالاطلاع عليه"},
    alert="التنبيه {seq}",
    ringing="بانتظار الرد",
    acknowledged="أقرّ بالاطلاع عليه {by}",
    patrol="الدورية {reference}",
    hours="الساعات {hours} بالتوقيت العالمي",
    area="{party}: عدد الخلايا {count}",
    metres="{distance} م",
    between="{a} و{b}",
    call="اتصلوا بـ {name}: {reach}",
    desk="الغرفة",
    moves={
        ("self", True): "دوريتكم تتأخر {minutes} دقيقة",
        ("self", False): "دوريتكم تتقدم {minutes} دقيقة",
        ("other", True): "دورية الطرف الآخر تتأخر {minutes} دقيقة",
        ("other", False): "دورية الطرف الآخر تتقدم {minutes} دقيقة",
    },
    receipt="التنبيه {seq}: {fact} {by}",
    live="متصل: لا ينقص شيء حتى التنبيه {seq}",
    offline="غير متصل ({reason}): تجري إعادة المحاولة",
    stale="بيانات قديمة: لا جديد منذ {seconds} ثانية، وقد لا يكون ما تراه محدَّثاً",
    missing="التنبيهات من {first} إلى {last} لم تعد موجودة",
    still="أجهزتك صامتة حتى {until} عن التنبيهات حتى {seq}",
    rings="أجهزتك ترنّ",
)
