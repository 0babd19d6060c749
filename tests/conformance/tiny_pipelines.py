# Pipelines of every family with random weights, some ten thousand times smaller than the real ones and otherwise like them.
#
# Widths differ wherever two could be mistaken for one another, and weights are larger than a fresh model's, so that every
# input moves the picture: a wrong hidden layer or swapped sides then cannot hide under a tolerance.

from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    DiffusionPipeline,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FluxPipeline,
    FluxTransformer2DModel,
    LatentConsistencyModelPipeline,
    LCMScheduler,
    PNDMScheduler,
    SD3Transformer2DModel,
    StableDiffusion3Pipeline,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    T5Config,
    T5EncoderModel,
    T5TokenizerFast,
)

from tiny_tokenizers import END, write_clip_tokenizer, write_t5_tokenizer

NOISE = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "num_train_timesteps": 1000}


def livened(model, seed, factor):
    """The same model with weights drawn from its own seed, the matrices larger than at birth."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.ndim >= 2:
                spread = factor / parameter[0].numel() ** 0.5
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * spread)
            elif name.endswith("bias"):
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.1)
    return model.eval()


def clip(work: Path, name: str, *, pad: str, hidden: int, layers: int, projection: int | None, seed: int, act: str = "quick_gelu"):
    size = write_clip_tokenizer(work / name, pad=pad)
    tokenizer = CLIPTokenizer.from_pretrained(work / name)
    config = CLIPTextConfig(
        vocab_size=size, hidden_size=hidden, intermediate_size=hidden * 2, num_attention_heads=4, num_hidden_layers=layers,
        projection_dim=projection or hidden, hidden_act=act, bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=1,
    )
    model = (CLIPTextModel if projection is None else CLIPTextModelWithProjection)(config)
    return tokenizer, livened(model, seed, 1.2)


def t5(work: Path, name: str, *, width: int, length: int, seed: int):
    size = write_t5_tokenizer(work / name, length=length)
    config = T5Config(
        vocab_size=size, d_model=width, d_ff=width * 2, d_kv=8, num_heads=4, num_layers=2, feed_forward_proj="gated-gelu",
        dropout_rate=0.0, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, tie_word_embeddings=False,
    )
    return T5TokenizerFast.from_pretrained(work / name), livened(T5EncoderModel(config), seed, 1.2)


def vae(*, channels: int, scale: float, shift: float | None, seed: int, **more):
    model = AutoencoderKL(
        block_out_channels=(8, 8, 16, 16), layers_per_block=1, latent_channels=channels, norm_num_groups=4, sample_size=64,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4,
        scaling_factor=scale, shift_factor=shift, **more,
    )
    return livened(model, seed, 1.0)


def unet(*, words: int, seed: int, **more):
    model = UNet2DConditionModel(
        block_out_channels=(16, 32), layers_per_block=1, sample_size=8, cross_attention_dim=words, norm_num_groups=8,
        **{
            "attention_head_dim": 4, "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), **more,
        },
    )
    return livened(model, seed, 0.85)


def sd1(work):
    tokenizer, text = clip(work, "tokenizer", pad=END, hidden=32, layers=3, projection=None, seed=11)
    return StableDiffusionPipeline(
        tokenizer=tokenizer, text_encoder=text, unet=unet(words=32, seed=12), vae=vae(channels=4, scale=0.18215, shift=None, seed=13),
        scheduler=PNDMScheduler(**NOISE, set_alpha_to_one=False, steps_offset=1, skip_prk_steps=True),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def sd2(work):
    tokenizer, text = clip(work, "tokenizer", pad="!", hidden=48, layers=3, projection=None, seed=21, act="gelu")
    return StableDiffusionPipeline(
        tokenizer=tokenizer, text_encoder=text, unet=unet(words=48, seed=22, use_linear_projection=True, attention_head_dim=(2, 4)),
        vae=vae(channels=4, scale=0.18215, shift=None, seed=13),
        scheduler=DDIMScheduler(**NOISE, set_alpha_to_one=False, steps_offset=1, clip_sample=False, prediction_type="v_prediction"),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def lcm(work):
    parts = sd1(work).components
    denoiser = unet(words=32, seed=31, time_cond_proj_dim=24)
    # Its sampler multiplies what the model says by up to fifteen; said more quietly, rounding stays far below the tolerance.
    with torch.no_grad():
        denoiser.conv_out.weight.mul_(0.3)
    return LatentConsistencyModelPipeline(
        **{**parts, "unet": denoiser, "scheduler": LCMScheduler(**NOISE, set_alpha_to_one=True, clip_sample=False)},
        requires_safety_checker=False,
    )


def sdxl(work):
    tokenizer, text = clip(work, "tokenizer", pad=END, hidden=32, layers=3, projection=None, seed=41)
    tokenizer_2, text_2 = clip(work, "tokenizer_2", pad="!", hidden=48, layers=3, projection=40, seed=42, act="gelu")
    return StableDiffusionXLPipeline(
        tokenizer=tokenizer, text_encoder=text, tokenizer_2=tokenizer_2, text_encoder_2=text_2,
        unet=unet(
            words=80, seed=43, use_linear_projection=True, attention_head_dim=(2, 4), addition_embed_type="text_time",
            addition_time_embed_dim=8, projection_class_embeddings_input_dim=40 + 6 * 8,
        ),
        vae=vae(channels=4, scale=0.13025, shift=None, seed=44, force_upcast=True),
        scheduler=EulerDiscreteScheduler(**NOISE, steps_offset=1, timestep_spacing="leading"),
        force_zeros_for_empty_prompt=True, add_watermarker=False,
    )


def sd3(work):
    tokenizer, text = clip(work, "tokenizer", pad=END, hidden=32, layers=3, projection=24, seed=51)
    tokenizer_2, text_2 = clip(work, "tokenizer_2", pad="!", hidden=48, layers=3, projection=40, seed=52, act="gelu")
    tokenizer_3, text_3 = t5(work, "tokenizer_3", width=96, length=512, seed=53)
    transformer = SD3Transformer2DModel(
        sample_size=16, patch_size=2, in_channels=16, out_channels=16, num_layers=2, attention_head_dim=8, num_attention_heads=4,
        joint_attention_dim=96, caption_projection_dim=32, pooled_projection_dim=64, pos_embed_max_size=16,
    )
    return StableDiffusion3Pipeline(
        tokenizer=tokenizer, text_encoder=text, tokenizer_2=tokenizer_2, text_encoder_2=text_2, tokenizer_3=tokenizer_3, text_encoder_3=text_3,
        transformer=livened(transformer, 54, 1.0), vae=vae(channels=16, scale=1.5305, shift=0.0609, seed=55, use_quant_conv=False, use_post_quant_conv=False),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
    )


def flux(work, *, distilled=True):
    tokenizer, text = clip(work, "tokenizer", pad=END, hidden=32, layers=3, projection=None, seed=61)
    tokenizer_2, text_2 = t5(work, "tokenizer_2", width=48, length=512, seed=62)
    transformer = FluxTransformer2DModel(
        patch_size=1, in_channels=64, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, pooled_projection_dim=32, guidance_embeds=not distilled, axes_dims_rope=(4, 4, 8),
    )
    shifting = {"shift": 1.0} if distilled else {
        "shift": 3.0, "use_dynamic_shifting": True, "base_shift": 0.5, "max_shift": 1.15, "base_image_seq_len": 256, "max_image_seq_len": 4096,
    }
    return FluxPipeline(
        tokenizer=tokenizer, text_encoder=text, tokenizer_2=tokenizer_2, text_encoder_2=text_2,
        transformer=livened(transformer, 63, 1.0), vae=vae(channels=16, scale=0.3611, shift=0.1159, seed=55, use_quant_conv=False, use_post_quant_conv=False),
        scheduler=FlowMatchEulerDiscreteScheduler(**shifting),
    )


def flux_dev(work):
    return flux(work, distilled=False)


FAMILIES = {"sd1": sd1, "sd2": sd2, "lcm": lcm, "sdxl": sdxl, "sd3": sd3, "flux": flux, "flux-dev": flux_dev}


def build(name: str, work: Path) -> DiffusionPipeline:
    torch.manual_seed(0)
    return FAMILIES[name](work)
