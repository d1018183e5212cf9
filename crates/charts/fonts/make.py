"""Makes the bundled fonts from the npm package inter-ui 4.1.1: npm pack inter-ui; tar xzf inter-ui-*.tgz; python3 make.py

Needs fonttools and brotli. Digits become tabular by default: SVG readers do not apply OpenType features alike.
"""
from fontTools import subset
from fontTools.ttLib import TTFont

RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x209F), (0x20A0, 0x20CF),
    (0x2100, 0x218F), (0x2190, 0x22FF), (0x2460, 0x2473), (0x25A0, 0x25FF), (0x2713, 0x2717), (0xFFFD, 0xFFFD),
]


def tabular(font):
    table = font["GSUB"].table
    mapping = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    mapping.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    for cmap in font["cmap"].tables:
        for code in range(0x30, 0x3A):
            if cmap.cmap.get(code) in mapping:
                cmap.cmap[code] = mapping[cmap.cmap[code]]


for style in ("Regular", "SemiBold"):
    font = TTFont(f"package/web/Inter-{style}.woff2", recalcTimestamp=False)
    font.flavor = None
    tabular(font)
    options = subset.Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl"],
        name_IDs=["*"], name_languages=[0x409], notdef_outline=True, glyph_names=False, hinting=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    font.save(f"Inter-{style}.ttf")
