//! The columns of an export: in which versions of FOCUS each is, and what a charge says in it. A list one can read.

use model::Charge;

use super::cell::{
    amount, billed, billing, category, category_of, charged, contracted, cost, instant, is_priced, is_use,
    provider, quantity, service, stated, tags, text, unit,
};
use crate::data;
use crate::data::Kind::{Instant, Number, Text, Whole};

/// A version of FOCUS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 1.2, of May 2025.
    V1_2,
    /// 1.4, of June 2026.
    V1_4,
}

impl Version {
    /// Every version, oldest first.
    pub const ALL: &[Self] = &[Self::V1_2, Self::V1_4];

    /// `1.4`.
    pub fn id(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V1_4 => "1.4",
        }
    }
}

/// A column of a charge, in which versions, and where it is said.
pub(super) type Versioned = (&'static [Version], Column);

type Column = data::Column<Charge>;

const BOTH: &[Version] = Version::ALL;
const OLD: &[Version] = &[Version::V1_2];
const NEW: &[Version] = &[Version::V1_4];

/// Every column, FOCUS' own first.
pub(super) const COLUMNS: &[Versioned] = &[
    (
        BOTH,
        Column::new("BilledCost", Number, |charge, _| cost(charge, &[charge.billed])).required(),
    ),
    (
        BOTH,
        Column::new("BillingAccountId", Text, |charge, _| {
            Some(stated(&charge.whose.account, "not stated"))
        })
        .required(),
    ),
    (BOTH, Column::new("BillingAccountName", Text, |_, _| None)),
    (
        BOTH,
        Column::new("BillingCurrency", Text, |charge, _| {
            Some(stated(charge.what.currency.code(), "XXX"))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("BillingPeriodEnd", Instant, |charge, _| {
            Some(instant(billing(charge).to))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("BillingPeriodStart", Instant, |charge, _| {
            Some(instant(billing(charge).from))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("ChargeCategory", Text, |charge, _| {
            Some(category(charge).to_owned())
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("ChargeClass", Text, |charge, _| {
            charge.what.correction.then(|| "Correction".to_owned())
        }),
    ),
    (
        BOTH,
        Column::new("ChargeDescription", Text, |charge, _| text(&charge.what.sku)),
    ),
    (
        BOTH,
        Column::new("ChargePeriodEnd", Instant, |charge, _| {
            Some(instant(charged(charge).to))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("ChargePeriodStart", Instant, |charge, _| {
            Some(instant(charged(charge).from))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("ConsumedQuantity", Number, |charge, _| {
            quantity(charge).filter(|_| is_use(charge))
        }),
    ),
    (
        BOTH,
        Column::new("ConsumedUnit", Text, |charge, _| {
            unit(charge).filter(|_| is_use(charge))
        }),
    ),
    (
        BOTH,
        Column::new("ContractedCost", Number, |charge, _| {
            cost(charge, &contracted(charge))
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("EffectiveCost", Number, |charge, _| {
            cost(charge, &[charge.effective, charge.billed])
        })
        .required(),
    ),
    (
        NEW,
        Column::new("HostProviderName", Text, |charge, _| Some(provider(charge))).required(),
    ),
    (
        BOTH,
        Column::new("InvoiceId", Text, |charge, _| text(&charge.whose.invoice)),
    ),
    (
        BOTH,
        Column::new("InvoiceIssuerName", Text, |charge, _| Some(provider(charge))).required(),
    ),
    (
        BOTH,
        Column::new("ListCost", Number, |charge, _| {
            let [first, second] = contracted(charge);
            cost(charge, &[charge.list, first, second])
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("PricingQuantity", Number, |charge, _| {
            quantity(charge).filter(|_| is_priced(charge))
        }),
    ),
    (
        BOTH,
        Column::new("PricingUnit", Text, |charge, _| {
            unit(charge).filter(|_| is_priced(charge))
        }),
    ),
    (
        OLD,
        Column::new("ProviderName", Text, |charge, _| Some(provider(charge))).required(),
    ),
    (
        OLD,
        Column::new("PublisherName", Text, |charge, _| Some(provider(charge))).required(),
    ),
    (
        BOTH,
        Column::new("ServiceCategory", Text, |_, about| {
            Some(category_of(about.is_ai).0.to_owned())
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("ServiceName", Text, |charge, _| Some(service(charge))).required(),
    ),
    (
        NEW,
        Column::new("ServiceProviderName", Text, |charge, _| Some(provider(charge))).required(),
    ),
    (
        BOTH,
        Column::new("ServiceSubcategory", Text, |_, about| {
            Some(category_of(about.is_ai).1.to_owned())
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("SubAccountId", Text, |charge, _| text(&charge.whose.project)),
    ),
    (
        BOTH,
        Column::new("SubAccountName", Text, |charge, _| text(&charge.whose.project)),
    ),
    (BOTH, Column::new("Tags", Text, |charge, _| tags(charge))),
    (
        BOTH,
        Column::new("x_Counterfoil", Whole, |_, _| Some("1".to_owned())).required(),
    ),
    (BOTH, Column::new("x_Billed", Text, |charge, _| billed(charge))),
    (
        BOTH,
        Column::new("x_List", Number, |charge, _| amount(charge, charge.list)),
    ),
    (
        BOTH,
        Column::new("x_Effective", Number, |charge, _| {
            amount(charge, charge.effective)
        }),
    ),
    (
        BOTH,
        Column::new("x_Estimated", Number, |charge, _| {
            amount(charge, charge.estimated)
        }),
    ),
    (
        BOTH,
        Column::new("x_Provider", Text, |charge, _| text(&charge.what.provider)),
    ),
    (
        BOTH,
        Column::new("x_Service", Text, |charge, _| text(&charge.what.service)),
    ),
    (
        BOTH,
        Column::new("x_Account", Text, |charge, _| text(&charge.whose.account)),
    ),
    (
        BOTH,
        Column::new("x_Model", Text, |charge, _| text(&charge.what.model)),
    ),
    (
        BOTH,
        Column::new("x_TokenClass", Text, |charge, _| {
            text(charge.what.token_class.id())
        }),
    ),
    (
        BOTH,
        Column::new("x_Tool", Text, |charge, _| text(&charge.whose.tool)),
    ),
    (
        BOTH,
        Column::new("x_CostCentre", Text, |charge, _| text(&charge.whose.cost_centre)),
    ),
    (
        BOTH,
        Column::new("x_Quantity", Number, |charge, _| quantity(charge)),
    ),
    (
        BOTH,
        Column::new("x_Unit", Text, |charge, _| text(&charge.what.unit)),
    ),
    (
        BOTH,
        Column::new("x_Provisional", Text, |charge, _| {
            charge.what.provisional.then(|| "true".to_owned())
        }),
    ),
    (
        BOTH,
        Column::new("x_SourceFile", Text, |_, about| text(about.file)),
    ),
    (
        BOTH,
        Column::new("x_SourceRow", Whole, |charge, _| {
            Some(charge.origin.row.to_string())
        })
        .required(),
    ),
    (
        BOTH,
        Column::new("x_IdentitySource", Text, |charge, _| {
            text(&charge.whose.identity.source)
        })
        .personal(),
    ),
    (
        BOTH,
        Column::new("x_IdentityId", Text, |charge, _| text(&charge.whose.identity.id)).personal(),
    ),
    (
        BOTH,
        Column::new("x_IdentityEmail", Text, |charge, _| {
            text(&charge.whose.identity.email)
        })
        .personal(),
    ),
    (
        BOTH,
        Column::new("x_IdentityName", Text, |charge, _| {
            text(&charge.whose.identity.name)
        })
        .personal(),
    ),
];
