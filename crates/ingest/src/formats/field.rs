//! The fields a format document can fill. Knows neither columns nor cells.

use serde::{Deserialize, Serialize};

/// A field of a fact. One name means the same in every kind of fact that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// First day of the period.
    From,
    /// Exclusive end: an instant later than midnight counts the day it lies in.
    To,
    /// Inclusive last day of the period.
    Last,
    /// A period of one day; the day of a KPI value.
    Day,
    /// Any day of the billing month.
    BillingMonth,
    /// Who sells.
    Provider,
    /// Product of the provider.
    Service,
    /// Line item.
    Sku,
    /// AI model.
    Model,
    /// Id of a token class: `input`, `output`, `cache-read`, `cache-write`.
    TokenClass,
    /// Billing account.
    Account,
    /// Project, workspace, sub-account.
    Project,
    /// Tool.
    Tool,
    /// Raw id of the person or key.
    PersonId,
    /// E-mail of the person.
    Email,
    /// Name of the person or of a KPI series.
    Name,
    /// First name, where the name comes in two columns.
    FirstName,
    /// Cost centre.
    CostCentre,
    /// Charge category in FOCUS' words.
    Category,
    /// Whether it corrects an earlier period.
    Correction,
    /// ISO code.
    Currency,
    /// Money as invoiced.
    Billed,
    /// Money before discounts.
    List,
    /// Amortised money.
    Effective,
    /// The tool's own claim.
    Estimated,
    /// Quantity consumed.
    Quantity,
    /// Unit of the quantity or of the KPI; organisational unit of a person.
    Unit,
    /// Invoice number.
    Invoice,
    /// Tags.
    Tags,
    /// Tokens of the class.
    Tokens,
    /// Requests.
    Requests,
    /// Active days stated by the source.
    ActiveDays,
    /// Whether nobody pressed a key.
    Automated,
    /// Of the tokens written to the cache, those kept for an hour.
    HourTokens,
    /// Product of a seat.
    Product,
    /// Day of a snapshot.
    Snapshot,
    /// Seat held since.
    Assigned,
    /// Last activity.
    LastActive,
    /// Licence tier; tier of a price or of usage: `batch`, `priority`, `flex`.
    Tier,
    /// State in the source's words.
    State,
    /// Employee number.
    Employee,
    /// Login name.
    Login,
    /// The name that a directory signs people in by, beside their e-mail: another login.
    Upn,
    /// Team.
    Team,
    /// Role.
    Role,
    /// Seniority.
    Seniority,
    /// Location.
    Location,
    /// First day of employment.
    Start,
    /// Last day of employment.
    End,
    /// Value of a KPI or of a panel's answer; value of a budget's dimension.
    Value,
    /// Number of a contract.
    Contract,
    /// Seats bought.
    Seats,
    /// Price of one seat.
    UnitPrice,
    /// What the unit price is for: `month`, `year`, `term`.
    Per,
    /// Last day on which notice can be given.
    Notice,
    /// Fewest seats the contract allows.
    Minimum,
    /// Amount committed for the term.
    Commitment,
    /// Whether it renews by itself.
    AutoRenew,
    /// What was decided about a renewal.
    Decision,
    /// Unit or role that answers for it.
    Owner,
    /// Any day of a month.
    Month,
    /// Number of people.
    People,
    /// An amount of money that is neither billed nor a claim: a budget, loaded pay, a price.
    Amount,
    /// Dimension a budget is limited to.
    Dimension,
    /// Question of a survey.
    Question,
    /// Answer of a survey.
    Answer,
    /// How often it was given.
    Count,
    /// Region of a price or of usage.
    Region,
    /// Input tokens above which a price holds, or which each request of some usage had more of.
    Above,
    /// Input tokens of the one request that a row of usage is.
    Length,
    /// Who published a price or rate; whose ids the id of a person is among.
    Source,
    /// Currency of which one unit is converted.
    Base,
    /// Currency it is converted to.
    Quote,
    /// Units of the second currency for one of the first.
    Rate,
}

impl Field {
    /// Whether it is an amount.
    pub(crate) fn is_money(self) -> bool {
        matches!(self, Billed | List | Effective | Estimated)
    }

    /// Whether it is in the currency of its row.
    pub(super) fn has_currency(self) -> bool {
        self.is_money() || matches!(self, Amount | UnitPrice | Commitment)
    }

    /// Whether it is a day, or part of a period.
    pub(crate) fn is_day(self) -> bool {
        matches!(
            self,
            From | To | Last | Day | Month | BillingMonth | Snapshot | Start | End | Notice
        )
    }

    /// Whether it is a number with a fraction, as money is.
    pub(crate) fn is_fraction(self) -> bool {
        self.has_currency() || matches!(self, Quantity | People | Value | Rate)
    }

    /// Whether it counts what there can only be whole ones of.
    pub(crate) fn is_count(self) -> bool {
        matches!(self, Tokens | HourTokens | Requests | Seats | Count | Length)
    }

    /// Whether it is an amount of money or of use.
    pub(crate) fn is_amount(self) -> bool {
        self.is_money() || matches!(self, Tokens | Requests | ActiveDays)
    }

    /// Whether only those who run models can tell it.
    pub fn is_of_models(self) -> bool {
        matches!(self, Model | TokenClass)
    }
}

/// What kind of fact a block of a document makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// Money.
    Charge,
    /// Activity.
    Usage,
    /// The right to use a product.
    Seat,
    /// A roster line.
    Person,
    /// A KPI value.
    Kpi,
    /// A contract term.
    Contract,
    /// People of a unit in a month.
    Headcount,
    /// Loaded cost of a unit in a month.
    Payroll,
    /// A budget.
    Budget,
    /// Answers to a question.
    Survey,
    /// A price.
    Price,
    /// An exchange rate.
    Rate,
}

use Field::{
    Above, Account, ActiveDays, Amount, Answer, Assigned, AutoRenew, Automated, Base, Billed, BillingMonth,
    Category, Commitment, Contract, Correction, CostCentre, Count, Currency, Day, Decision, Dimension,
    Effective, Email, Employee, End, Estimated, FirstName, From, HourTokens, Invoice, Last, LastActive,
    Length, List, Location, Login, Minimum, Model, Month, Name, Notice, Owner, People, Per, PersonId,
    Product, Project, Provider, Quantity, Question, Quote, Rate, Region, Requests, Role, Seats, Seniority,
    Service, Sku, Snapshot, Source, Start, State, Tags, Team, Tier, To, TokenClass, Tokens, Tool, Unit,
    UnitPrice, Upn, Value,
};

const OF_CHARGE: &[Field] = &[
    From,
    To,
    Last,
    Day,
    Month,
    BillingMonth,
    Provider,
    Service,
    Sku,
    Model,
    TokenClass,
    Account,
    Project,
    Tool,
    PersonId,
    Email,
    Name,
    Source,
    CostCentre,
    Category,
    Correction,
    Currency,
    Billed,
    List,
    Effective,
    Estimated,
    Quantity,
    Unit,
    Invoice,
    Tags,
];

/// Names of the fields that a kind of fact has, as documents write them; none for an unknown kind.
pub fn fields_of(kind: &str) -> Vec<String> {
    let known = FactKind::ALL.iter().find(|known| known.id() == kind);
    let fields = known.map_or(&[][..], |known| known.fields());
    fields.iter().map(|field| field.name()).collect()
}

impl Field {
    /// Its name in a document.
    pub fn name(self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value.as_str().map_or_else(String::new, str::to_owned)
    }
}

impl FactKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Charge,
        Self::Usage,
        Self::Seat,
        Self::Person,
        Self::Kpi,
        Self::Contract,
        Self::Headcount,
        Self::Payroll,
        Self::Budget,
        Self::Survey,
        Self::Price,
        Self::Rate,
    ];

    /// The name of its blocks in a document.
    pub fn id(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Usage => "usage",
            Self::Seat => "seat",
            Self::Person => "person",
            Self::Kpi => "kpi",
            Self::Contract => "contract",
            Self::Headcount => "headcount",
            Self::Payroll => "payroll",
            Self::Budget => "budget",
            Self::Survey => "survey",
            Self::Price => "price",
            Self::Rate => "rate",
        }
    }

    /// The fields such a fact has.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Charge => OF_CHARGE,
            Self::Usage => &[
                From, To, Last, Day, Month, PersonId, Email, Name, Provider, Tool, Model, TokenClass,
                Project, Tokens, HourTokens, Requests, ActiveDays, Automated, Estimated, Currency, Tier,
                Region, Above, Length,
            ],
            Self::Seat => &[
                Product, Provider, Account, PersonId, Email, Name, Snapshot, Assigned, LastActive, Tier,
                State,
            ],
            Self::Person => &[
                Employee, Email, Login, Upn, Name, FirstName, Team, Unit, Role, Seniority, Location,
                CostCentre, State, Start, End, Snapshot,
            ],
            Self::Kpi => &[Name, Team, Day, Value, Unit],
            Self::Contract => &[
                Contract, Product, Provider, Seats, UnitPrice, Per, Currency, Start, Last, End, Notice,
                Minimum, Commitment, AutoRenew, Decision, Owner,
            ],
            Self::Headcount => &[Unit, Month, People],
            Self::Payroll => &[Unit, Month, Amount, Currency],
            Self::Budget => &[
                Name, Owner, Dimension, Value, From, To, Last, Month, Amount, Currency,
            ],
            Self::Survey => &[Question, Team, Day, Answer, Count, PersonId, Email, Name, Value],
            Self::Price => &[
                Provider, Model, TokenClass, Tier, Region, Above, Currency, Amount, From, Source,
            ],
            Self::Rate => &[Day, Base, Quote, Rate, Source],
        }
    }
}
