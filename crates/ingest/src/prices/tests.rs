use super::*;

fn prices(shape: ListShape, text: &str, file: &str) -> Vec<String> {
    let tree = Tree::parse(text).unwrap();
    let line = |price: &Price| {
        let parts = [
            price.provider.clone(),
            price.model.clone(),
            price.class.id().into(),
            price.tier.clone(),
            price.above.to_string(),
        ];
        format!(
            "{} {}{}",
            parts.join("|"),
            price.amount,
            price.from.map_or(String::new(), |day| format!(" from {day}"))
        )
    };
    let listed = read(shape, &tree, file);
    listed
        .iter()
        .flat_map(|listed| listed.prices.iter().map(line))
        .collect()
}

#[test]
fn four_units_give_the_same_price() {
    let five = ["vendor|m|input||0 0.000005", "vendor|m|output||0 0.000025"];
    let same = |shape, text: &str, file| {
        let lines = prices(shape, text, file);
        let amounts = |lines: &[String]| {
            lines
                .iter()
                .map(|line| line.split(' ').nth(1).unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        let five: Vec<String> = five.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(amounts(&lines), amounts(&five), "{lines:?}");
    };
    same(
        ListShape::Litellm,
        r#"{"sample_spec":{"input_cost_per_token":0.0},"m":{"input_cost_per_token":5e-06,"output_cost_per_token":2.5e-05,"litellm_provider":"vendor"}}"#,
        "x.json",
    );
    same(
        ListShape::ModelsDev,
        "name = \"M\"\n[cost]\ninput = 5\noutput = 25.00\n",
        "vendor/models/m.toml",
    );
    same(
        ListShape::Openrouter,
        r#"{"data":[{"id":"auto","pricing":{"prompt":"-1","completion":"-1"}},{"id":"vendor/m","pricing":{"prompt":"0.000005","completion":"0.000025"}}]}"#,
        "x.json",
    );
    same(
        ListShape::GenaiPrices,
        r#"[{"id":"vendor","models":[{"id":"m","match":{},"prices":{"input_mtok":5,"output_mtok":25}}]}]"#,
        "x.json",
    );
    same(
        ListShape::Portkey,
        r#"{"default":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0}}}},"m":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0005},"response_token":{"price":0.0025}}}}}"#,
        "vendor.json",
    );
}

#[test]
fn dates_steps_and_tiers_are_kept() {
    let dated = r#"[{"id":"v","models":[{"id":"m","prices":[{"prices":{"input_mtok":{"base":5,"tiers":[{"start":200000,"price":10}]}}},{"constraint":{"start_date":"2026-03-13"},"prices":{"input_mtok":4}}]},
        {"id":"night","prices":[{"prices":{"input_mtok":1}},{"constraint":{"start_time":"00:30:00Z"},"prices":{"input_mtok":2}}]}]}]"#;
    assert_eq!(
        prices(ListShape::GenaiPrices, dated, "x"),
        [
            "v|m|input||0 0.000005",
            "v|m|input||200000 0.00001",
            "v|m|input||0 0.000004 from 2026-03-13"
        ]
    );
    let batch = r#"{"m":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.001}},"batch_config":{"request_token":{"price":0.0005}}}}}"#;
    assert_eq!(
        prices(ListShape::Portkey, batch, "openai.json"),
        ["openai|m|input||0 0.00001", "openai|m|input|batch|0 0.000005"]
    );
    let toml = "base_model = \"google/gemini\"\n[cost]\ninput = 1.25\n[[cost.tiers]]\ntier = { size = 200_000 }\ninput = 2.50\n";
    assert_eq!(
        prices(ListShape::ModelsDev, toml, "x.toml"),
        [
            "google|gemini|input||0 0.00000125",
            "google|gemini|input||200000 0.0000025"
        ]
    );
    let alias = r#"{"v":{"models":{"m":{"cost":{"input":5,"tiers":[{"input":10,"tier":{"size":272000}}],"context_over_200k":{"input":10}}},
        "old":{"cost":{"input":5,"context_over_200k":{"input":10}}}}}}"#;
    assert_eq!(
        prices(ListShape::ModelsDev, alias, "all.json"),
        [
            "v|m|input||0 0.000005",
            "v|m|input||272000 0.00001",
            "v|old|input||0 0.000005",
            "v|old|input||200000 0.00001"
        ],
        "the older name repeats a step, whatever its length is"
    );
}

#[test]
fn a_list_is_the_same_in_brackets_and_as_lines() {
    for (shape, text) in [
        (
            ListShape::Litellm,
            r#"{"m":{"input_cost_per_token":5e-06,"litellm_provider":"vendor"}}"#,
        ),
        (
            ListShape::ModelsDev,
            r#"{"vendor":{"models":{"m":{"cost":{"input":5}}}}}"#,
        ),
        (
            ListShape::Openrouter,
            r#"{"id":"m","pricing":{"prompt":"0.000005"}}"#,
        ),
        (
            ListShape::GenaiPrices,
            r#"{"id":"vendor","models":[{"id":"m","match":{},"prices":{"input_mtok":5}}]}"#,
        ),
        (
            ListShape::Portkey,
            r#"{"m":{"pricing_config":{"pay_as_you_go":{"request_token":{"price":0.0005}}}}}"#,
        ),
    ] {
        let one = prices(shape, text, "vendor.json");
        assert_eq!(one.len(), 1, "{shape:?}");
        let twice = [one.clone(), one.clone()].concat();
        assert_eq!(
            prices(shape, &format!("[{text}]"), "vendor.json"),
            one,
            "{shape:?}"
        );
        assert_eq!(
            prices(shape, &format!("{text}\n{text}\n"), "vendor.json"),
            twice,
            "{shape:?}"
        );
    }
    assert!(Tree::parse("{\"m\": 1}\n{\"m\": ").is_err());
}
